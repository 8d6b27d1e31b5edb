using Microsoft.EntityFrameworkCore;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Parquet.References;

/// <summary>
/// Adds the rows that those of a slice refer to, as far as the database lacks them. What is there stays as it is. No trigger changes a
/// row. It works tenant by tenant, since their tables may take no others of their owner.
/// </summary>
/// <param name="context">A context in a transaction with <see cref="ValueSettings"/>, which has other settings afterwards.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="returnOf">Loads a file.</param>
internal sealed class MissingRows(
    MlOpsDbContext context, SliceManifest manifest, Func<SliceManifest, ManifestTable, TableReturn> returnOf)
{
    private readonly ReferenceModel _model = new(context);
    private readonly IReadOnlyList<ManifestTable> _stored = manifest.References;

    private NpgsqlConnection Connection => (NpgsqlConnection)context.Database.GetDbConnection();

    /// <summary>Returns how many rows were added, by the name of their table.</summary>
    /// <param name="alsoLocked">The tables that the slice locks afterwards.</param>
    /// <param name="lockAsync">Locks tables in their order, until the transaction ends.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">A file is damaged, or the database has another row in the place of one.</exception>
    public async Task<IReadOnlyDictionary<string, long>> AddAsync(
        IReadOnlyList<string> alsoLocked, Func<IReadOnlyList<string>, Task> lockAsync, CancellationToken cancellationToken)
    {
        var tables = _stored.Select(stored => _model.Find(stored.Name)
            ?? throw TableReturn.Gone(manifest, $"the table {stored.Name}")).ToList();
        foreach (var (table, stored) in tables.Zip(_stored))
        {
            await ExecuteAsync(table.Stage(), cancellationToken).ConfigureAwait(false);
            await returnOf(manifest, stored).LoadAsync(table.Staged, _ => { }, cancellationToken).ConfigureAwait(false);
        }

        var tenants = await ListTenantsAsync(tables, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("SET LOCAL row_security = on", cancellationToken).ConfigureAwait(false);
        var missing = await FindMissingAsync(tables, tenants, cancellationToken).ConfigureAwait(false);
        var locked = _model.InOrder(missing.Select(table => table.Name).Concat(alsoLocked));
        if (locked.Count == 0)
            return new Dictionary<string, long>();

        await lockAsync(locked).ConfigureAwait(false);
        // Others may have added some before the lock.
        missing = await FindMissingAsync(missing, tenants, cancellationToken).ConfigureAwait(false);
        return await InsertAsync(missing, tenants, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Guid>> ListTenantsAsync(IReadOnlyList<ReferredTable> tables, CancellationToken cancellationToken)
    {
        var queries = tables.Where(table => table.TenantColumn is not null)
            .Select(table => $"SELECT {table.TenantColumn} FROM {table.Staged}").ToList();
        return queries.Count == 0
            ? [context.TenantId]
            : await ReadAsync<Guid[]>(
                $"SELECT ARRAY(SELECT * FROM ({string.Join(" UNION ", queries)}) AS tenants)", cancellationToken).ConfigureAwait(false);
    }

    private async Task ForEachAsync(IReadOnlyList<Guid> tenants, Func<Guid, Task> work, CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants)
        {
            await EachTenant.BecomeAsync(context, tenant, cancellationToken).ConfigureAwait(false);
            await work(tenant).ConfigureAwait(false);
        }

        await EachTenant.BecomeAsync(context, context.TenantId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<ReferredTable>> FindMissingAsync(
        IReadOnlyList<ReferredTable> tables, IReadOnlyList<Guid> tenants, CancellationToken cancellationToken)
    {
        var direct = manifest.Tables.SelectMany(table => _model.ReferencesOf(table.Name)).Select(one => one.Target).ToHashSet();
        var rows = new StagedRows(context, _model, tables, direct);
        await ForEachAsync(tenants, tenant => rows.LeaveOutKnownAsync(tenant, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await rows.LeaveOutPartsAsync(cancellationToken).ConfigureAwait(false);
        var missing = new List<ReferredTable>();
        foreach (var table in tables)
        {
            if (await ReadAsync<bool>($"SELECT EXISTS (SELECT 1 FROM {table.Staged})", cancellationToken).ConfigureAwait(false))
                missing.Add(table);
        }

        return missing.Find(table => table.IsChained) is { } chained
            ? throw new MlOpsException(
                MlOpsError.OrphanRows,
                $"The slice {manifest.Slice} of {manifest.Root} was not restored: its rows refer to rows of {chained.TableName} that the " +
                "database lacks. These are links of a chain, which files do not bring back. Restore a backup with '--only critical' first.")
            : missing;
    }

    private async Task<IReadOnlyDictionary<string, long>> InsertAsync(
        List<ReferredTable> missing, IReadOnlyList<Guid> tenants, CancellationToken cancellationToken)
    {
        var added = new Dictionary<string, long>();
        var triggers = missing.Select(table => new SilentTriggers(context, table.Name)).ToList();
        foreach (var silent in triggers)
            await silent.DisableAsync(cancellationToken).ConfigureAwait(false);

        await ForEachAsync(
            missing.Count > 0 ? tenants : [],
            async tenant =>
            {
                var counts = await InsertAsync(missing, tenant, cancellationToken).ConfigureAwait(false);
                foreach (var (table, rows) in missing.Zip(counts))
                    added[table.TableName] = added.GetValueOrDefault(table.TableName) + rows;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var silent in triggers)
            await silent.EnableAsync(cancellationToken).ConfigureAwait(false);

        return added;
    }

    // One statement for all tables: the server looks at the keys when it ends, so tables may refer to each other in any way.
    private async Task<long[]> InsertAsync(IReadOnlyList<ReferredTable> tables, Guid tenant, CancellationToken cancellationToken)
    {
        var steps = new List<string>();
        foreach (var table in tables)
        {
            var columns = string.Join(", ", (await TableColumns.ReadAsync(Connection, table.Name, cancellationToken).ConfigureAwait(false))
                .Where(column => !column.IsGenerated).Select(column => column.Quoted));
            steps.Add($"s{steps.Count} AS (DELETE FROM {table.Staged} AS s WHERE {table.IsOf("s", tenant)} RETURNING *)");
            steps.Add(
                $"s{steps.Count} AS (INSERT INTO {table.Name} ({columns}) OVERRIDING SYSTEM VALUE " +
                $"SELECT {columns} FROM s{steps.Count - 1} RETURNING 1)");
        }

        var counts = string.Join(", ", tables.Select((_, i) => $"(SELECT count(*) FROM s{(i * 2) + 1})"));
        try
        {
            // The staged rows are there again after it failed.
            return await context.InTransactionAsync(
                () => ReadAsync<long[]>($"WITH {string.Join(",\n", steps)} SELECT ARRAY[{counts}]", cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation)
        {
            var key = await TakenKey.FindAsync(Connection, tables, tenant, e.ConstraintName, cancellationToken).ConfigureAwait(false);
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The slice {manifest.Slice} of {manifest.Root} was not restored, and nothing was changed: " +
                (key is { IsPrimary: true }
                    ? $"another process has added the row of {key.Table.TableName} with {key.Text} meanwhile, or it is of another tenant " +
                        $"than {tenant}. Try again, and if that does not help, restore into another database, such as an empty one."
                    : $"tenant {tenant} has another row in {key?.Table.TableName ?? e.TableName} with the same " +
                        $"{key?.Text ?? e.ConstraintName} as one that the rows refer to, and with another id. Give that row another " +
                        "name, or restore into another database, such as an empty one."),
                e);
        }
    }

    private async Task<T> ReadAsync<T>(string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, Connection) { CommandTimeout = 0 };
        await using var whenDone = command.ConfigureAwait(false);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(sql, cancellationToken);
}
