using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// Sets aside the rows that wait for a slice and have a time outside of it, with all that belongs to them. The slice would refuse
/// them, since its CHECK lets the planner look for that time in another one. The default partition has refused such rows ever since
/// it has its CHECK, so they are older than that.
/// </summary>
internal sealed class MisplacedRows(DbContext context)
{
    // No longer than what the names of partitions end with, for which the names of tables have room.
    private const string Suffix = "aside";

    private readonly SliceChecks _checks = new(context);

    /// <summary>The table with the rows of an aggregate that are set aside, if it exists.</summary>
    public static string StoreOf(SlicedAggregate aggregate) => aggregate.Tables[0].Partition(Suffix);

    /// <summary>Creates that table. It has no policy, so that nobody but the owner reads it: it has the rows of all tenants.</summary>
    public static string CreateStore(SlicedAggregate aggregate) =>
        $"""
        CREATE TABLE IF NOT EXISTS {StoreOf(aggregate)} (name text NOT NULL, content jsonb NOT NULL, set_aside_at timestamptz NOT NULL DEFAULT now());
        ALTER TABLE {StoreOf(aggregate)} ENABLE ROW LEVEL SECURITY
        """;

    public async Task SetAsideAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        var root = aggregate.Tables[0];
        if (root.TimeColumn is null)
            return;

        var exist = $"SELECT EXISTS (SELECT 1 FROM {root.Default} d WHERE {IsMisplaced(root, slice, "d")}) AS \"Value\"";
        if (await context.InTransactionAsync(() => AskAsync<bool>(exist, cancellationToken), cancellationToken).ConfigureAwait(false))
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await context.InTransactionAsync(() => MoveAsync(aggregate, slice, token), token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many rows are set aside, of all tables of an aggregate.</summary>
    public async Task<long> CountAsync(SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        var store = StoreOf(aggregate);
        return await AskAsync<bool>($"SELECT to_regclass({SqlNames.Literal(store)}) IS NOT NULL AS \"Value\"", cancellationToken)
            .ConfigureAwait(false)
            ? await AskAsync<long>($"SELECT count(*) AS \"Value\" FROM {store}", cancellationToken).ConfigureAwait(false)
            : 0;
    }

    private async Task<bool> MoveAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        await _checks.RefuseUnknownAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
        var (root, store) = (aggregate.Tables[0], StoreOf(aggregate));
        var conditions = new Dictionary<string, Func<string, string>>();
        foreach (var table in aggregate.Tables)
            conditions[table.Default] = table == root
                ? row => IsMisplaced(root, slice, row)
                : row => BelongsToMisplaced(table, conditions, row);

        await ExecuteAsync(CreateStore(aggregate)).ConfigureAwait(false);
        // Nothing is added to a row that is locked so.
        await ExecuteAsync($"SELECT 1 FROM {root.Default} d WHERE {IsMisplaced(root, slice, "d")} FOR UPDATE").ConfigureAwait(false);
        foreach (var table in aggregate.Tables)
            await ExecuteAsync(
                $"INSERT INTO {store} (name, content) SELECT {SqlNames.Literal(table.Name)}, to_jsonb(d) FROM {table.Default} d " +
                $"WHERE {conditions[table.Default]("d")}").ConfigureAwait(false);

        foreach (var table in aggregate.Tables.Reverse())
            await ExecuteAsync($"DELETE FROM {table.Default} d WHERE {conditions[table.Default]("d")}").ConfigureAwait(false);

        return true;

        Task ExecuteAsync(string sql) => context.ExecuteSchemaAsync(sql, cancellationToken);
    }

    private static string IsMisplaced(SlicedTable root, Slice slice, string row) =>
        $"{root.Within(slice, row)} AND NOT ({root.IsInTime(slice, row)})";

    private static string BelongsToMisplaced(
        SlicedTable table, Dictionary<string, Func<string, string>> conditions, string row) =>
        table.AlignedKeys is []
            ? "false"
            : string.Join(" OR ", table.AlignedKeys.Select(key =>
                key.RefersTo(row, SliceSql.DefaultSuffix, conditions[key.Principal(SliceSql.DefaultSuffix)])));

    private Task<T> AskAsync<T>(string sql, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<T>(SqlNames.EscapeBraces(sql)).SingleAsync(cancellationToken);
}
