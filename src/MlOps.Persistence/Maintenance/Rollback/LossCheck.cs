using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Review;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.RowSecurity;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>
/// Counts what steps of a migration would lose: with locks within a transaction, and else with a transaction for each table.
/// </summary>
/// <param name="context">A context of the owner of the tables.</param>
/// <param name="archive">Knows what is archived of a table.</param>
/// <param name="locks">Whether nobody may write until the transaction ends.</param>
internal sealed class LossCheck(MlOpsDbContext context, ArchivedTables archive, bool locks)
{
    private const string IsDropped = "it is dropped";
    private const string Missing = "missing";
    private const string Computed = "computed";
    private const string Stored = "stored";
    private const string LockWait = "SET LOCAL lock_timeout = '3s'";

    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();

    /// <summary>What the steps lose in the tables as they are, live and archived.</summary>
    public async Task<IReadOnlyList<DataLoss>> FindAsync(
        string migration, IEnumerable<MigrationOperation> operations, CancellationToken cancellationToken)
    {
        var losses = new List<DataLoss>();
        foreach (var operation in operations)
        {
            losses.AddRange(operation switch
            {
                DropTableOperation drop => await CountAsync(drop.Name, drop.Schema, null, "*", IsDropped).ConfigureAwait(false),
                DropColumnOperation drop => await CountAsync(
                    drop.Table, drop.Schema, drop.Name, _sql.DelimitIdentifier(drop.Name), IsDropped).ConfigureAwait(false),
                AlterColumnOperation alter when !HarmlessChanges.Widens(alter.OldColumn.ColumnType, alter.ColumnType)
                    && alter.ColumnType != alter.OldColumn.ColumnType => await CountAsync(
                        alter.Table, alter.Schema, alter.Name, CountChanged(alter), $"it becomes {alter.ColumnType}").ConfigureAwait(false),
                SqlOperation => [new(null, "hand-written SQL", null, "nobody knows what it does")],
                DeleteDataOperation delete => [new(null, delete.Table, delete.KeyValues.GetLength(0), "these rows are deleted")],
                UpdateDataOperation update => [new(null, update.Table, update.KeyValues.GetLength(0), "these rows are overwritten")],
                _ => [],
            });
        }

        return [.. losses.Where(loss => loss.Rows != 0).Select(loss => loss with { Migration = migration })];

        async Task<List<DataLoss>> CountAsync(string table, string? schema, string? column, string counted, string reason)
        {
            var found = new List<DataLoss>();
            var live = _sql.DelimitIdentifier(table, schema);
            foreach (var name in (string?[])[live, await archive.FindAsync(live, cancellationToken).ConfigureAwait(false)])
            {
                if (name is null)
                    continue;

                var place = column is null ? name : $"{name}.{_sql.DelimitIdentifier(column)}";
                found.Add(await CountInTurnAsync(
                    () => this.CountAsync(name, column, counted, new(null, place, null, reason), isLive: name == live, cancellationToken),
                    cancellationToken).ConfigureAwait(false));
            }

            return found;
        }
    }

    // A plan holds no lock for longer than it counts, and lets nobody wait behind it for long.
    private async Task<DataLoss> CountInTurnAsync(Func<Task<DataLoss>> countAsync, CancellationToken cancellationToken) => locks
        ? await countAsync().ConfigureAwait(false)
        : await LockRetry.Pipeline.ExecuteAsync(
            async token => await context.InTransactionAsync(
                async () =>
                {
                    await context.ExecuteSchemaAsync(LockWait, token).ConfigureAwait(false);
                    return await countAsync().ConfigureAwait(false);
                },
                token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    private async Task<DataLoss> CountAsync(
        string table, string? column, string counted, DataLoss loss, bool isLive, CancellationToken cancellationToken)
    {
        if (!await context.ExistsAsync(table, cancellationToken).ConfigureAwait(false))
            return loss with { Reason = $"{loss.Reason}; the table has another name now, so nothing was counted" };

        switch (column is null ? Stored : await FindKindAsync(table, column, cancellationToken).ConfigureAwait(false))
        {
            case Missing when isLive:
                return loss with { Reason = $"{loss.Reason}; the column has another name now, so nothing was counted" };
            // The server computes it again, or the archive never had it.
            case Missing or Computed:
                return loss with { Rows = 0 };
        }

        if (locks)
            await context.ExecuteSchemaAsync($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);

        // An owner that policies hold would count the rows of one tenant.
        var isHeld = await AskAsync<bool>($"SELECT row_security_active({SqlNames.Literal(table)})", cancellationToken)
            .ConfigureAwait(false);
        if (isHeld)
            await context.ExecuteSchemaAsync(RowSecuritySql.DisableForce(table), cancellationToken).ConfigureAwait(false);

        try
        {
            return loss with
            {
                Rows = await context.InTransactionAsync(
                    () => AskAsync<long>($"SELECT count({counted}) FROM {table}", cancellationToken), cancellationToken)
                    .ConfigureAwait(false),
            };
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            return loss with { Reason = $"{loss.Reason}, and some values cannot: {e.MessageText}" };
        }
        finally
        {
            if (isHeld)
                await context.ExecuteSchemaAsync(RowSecuritySql.EnableForce(table), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<string> FindKindAsync(string table, string column, CancellationToken cancellationToken) => AskAsync<string>(
        $"""
        SELECT coalesce(
            (SELECT CASE WHEN attgenerated <> '' THEN '{Computed}' ELSE '{Stored}' END FROM pg_attribute
            WHERE attrelid = {SqlNames.Literal(table)}::regclass AND attname = {SqlNames.Literal(column)}), '{Missing}')
        """,
        cancellationToken);

    // Those that are not what they were once they are of the old type again.
    private string CountChanged(AlterColumnOperation alter)
    {
        var column = _sql.DelimitIdentifier(alter.Name);
        return
            $"CASE WHEN {column}::{alter.ColumnType}::{alter.OldColumn.ColumnType}::text IS DISTINCT FROM {column}::text THEN 1 END";
    }

    private async Task<T> AskAsync<T>(string sql, CancellationToken cancellationToken) =>
        (await context.Database.SqlQueryRaw<T>(SqlNames.EscapeBraces($"SELECT ({sql}) AS \"Value\"")).ToListAsync(cancellationToken)
            .ConfigureAwait(false)).Single();
}
