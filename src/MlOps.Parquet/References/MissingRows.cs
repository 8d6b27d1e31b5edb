using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;
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
    /// <exception cref="MlOpsException">A file is damaged, or the database has another row in the place of one.</exception>
    public async Task<IReadOnlyDictionary<string, long>> AddAsync(CancellationToken cancellationToken)
    {
        var tables = _stored.Select(stored => _model.Find(stored.Name)
            ?? throw TableReturn.Newer(manifest, $"the table {stored.Name}")).ToList();
        foreach (var (table, stored) in tables.Zip(_stored))
        {
            await ExecuteAsync(table.Stage(), cancellationToken).ConfigureAwait(false);
            await returnOf(manifest, stored).LoadAsync(table.Staged, _ => { }, cancellationToken).ConfigureAwait(false);
        }

        var tenants = await ListTenantsAsync(tables, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("SET LOCAL row_security = on", cancellationToken).ConfigureAwait(false);
        await ForEachAsync(tenants, tenant => LeaveOutKnownAsync(tables, tenant, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await LeaveOutPartsAsync(tables, cancellationToken).ConfigureAwait(false);
        var missing = await FindMissingAsync(tables, cancellationToken).ConfigureAwait(false);
        var added = new Dictionary<string, long>();
        foreach (var table in missing)
            await ExecuteAsync($"ALTER TABLE {table.Name} DISABLE TRIGGER USER", cancellationToken).ConfigureAwait(false);

        await ForEachAsync(
            missing.Count > 0 ? tenants : [],
            async tenant =>
            {
                var counts = await InsertAsync(missing, tenant, cancellationToken).ConfigureAwait(false);
                foreach (var (table, rows) in missing.Zip(counts))
                    added[table.TableName] = added.GetValueOrDefault(table.TableName) + rows;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var table in missing)
            await ExecuteAsync($"ALTER TABLE {table.Name} ENABLE TRIGGER USER", cancellationToken).ConfigureAwait(false);

        return added;
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

    private async Task LeaveOutKnownAsync(IReadOnlyList<ReferredTable> tables, Guid tenant, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
            await ExecuteAsync(
                $"DELETE FROM {table.Staged} AS s USING {table.Name} AS known WHERE {table.IsOf("s", tenant)} " +
                $"AND {table.IsOf("known", tenant)} AND {table.IsSame("known", "s")}",
                cancellationToken).ConfigureAwait(false);

        await LeaveProductionAsync(tables, tenant, cancellationToken).ConfigureAwait(false);
    }

    // A model has one version in production, and the files may be of a time when it was another one.
    private async Task LeaveProductionAsync(IReadOnlyList<ReferredTable> tables, Guid tenant, CancellationToken cancellationToken)
    {
        var (s, known) = (context.GetTable<ModelVersion>("s"), context.GetTable<ModelVersion>("known"));
        if (tables.FirstOrDefault(table => table.Name == s.Name) is not { } versions)
            return;

        var (archived, production) = (
            SqlNames.Literal($"{s.Stored(x => x.Stage, ModelStage.Archived)}"),
            SqlNames.Literal($"{s.Stored(x => x.Stage, ModelStage.Production)}"));
        await ExecuteAsync(
            $"""
            UPDATE {versions.Staged} AS s SET {s.Assigned(x => x.Stage)} = {archived}
            WHERE {s[x => x.Stage]} = {production} AND EXISTS (SELECT 1 FROM {known}
                WHERE {known[x => x.TenantId]} = '{tenant}' AND {s[x => x.TenantId]} = {known[x => x.TenantId]}
                    AND {known[x => x.ModelName]} = {s[x => x.ModelName]} AND {known[x => x.Stage]} = {production})
            """,
            cancellationToken).ConfigureAwait(false);
    }

    // A row that is there keeps the parts that it has.
    private async Task LeaveOutPartsAsync(IReadOnlyList<ReferredTable> tables, CancellationToken cancellationToken)
    {
        var parts = tables.SelectMany(table => _model.PartsOf(table).Where(part => tables.Contains(part.Target))
            .Select(part => (Whole: table, Part: part))).ToList();
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (var (whole, part) in parts)
                isChanged |= await ExecuteAsync(
                    $"DELETE FROM {part.Target.Staged} AS s WHERE NOT EXISTS " +
                    $"(SELECT 1 FROM {whole.Staged} AS whole WHERE {part.Leads("whole", "s")})",
                    cancellationToken).ConfigureAwait(false) > 0;
        }
    }

    private async Task<List<ReferredTable>> FindMissingAsync(IReadOnlyList<ReferredTable> tables, CancellationToken cancellationToken)
    {
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
                $"s{steps.Count} AS (INSERT INTO {table.Name} ({columns}) SELECT {columns} FROM s{steps.Count - 1} RETURNING 1)");
        }

        var counts = string.Join(", ", tables.Select((_, i) => $"(SELECT count(*) FROM s{(i * 2) + 1})"));
        try
        {
            return await ReadAsync<long[]>($"WITH {string.Join(",\n", steps)} SELECT ARRAY[{counts}]", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation)
        {
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The slice {manifest.Slice} of {manifest.Root} was not restored, and nothing was changed: tenant {tenant} has another " +
                $"row in {e.TableName} with the same {e.ConstraintName} as one that the rows refer to, and with another id. {e.Detail} " +
                "Give that row another name, or restore into another database, such as an empty one.",
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
