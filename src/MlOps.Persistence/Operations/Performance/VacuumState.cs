using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>Tables with many dead rows, and those of which the planner knows nothing, or nothing new.</summary>
internal sealed class VacuumState : IPerformancePart
{
    // Of a smaller table the planner is right by chance.
    public long LeastRows { get; init; } = 10_000;

    public string Check => "vacuum";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isOn = await context.Database.SqlQuery<bool>($"SELECT current_setting('autovacuum')::boolean AS \"Value\"")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        var findings = new List<PerformanceFinding>();
        if (!isOn)
            findings.Add(new PerformanceFinding(
                Check, "", "Autovacuum is off.", "Let it work, and reload the configuration: SELECT pg_reload_conf().",
                "ALTER SYSTEM SET autovacuum = on"));

        foreach (var table in await ListAsync(context, cancellationToken).ConfigureAwait(false))
            findings.Add(Describe(table));

        return findings.Count > 0 ? findings : [new PerformanceFinding(Check, "", "No table needs a vacuum, or new statistics.")];
    }

    // Autovacuum analyzes partitions, but never a partitioned table, whose statistics the planner uses for queries over all of it.
    private async Task<List<Found>> ListAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var (schemas, least) = (ModelSchemas.Of(context), LeastRows);
        return await context.QuerySql<Found>(
            $"""
            WITH tables AS (
                SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS quoted, c.relname::text AS name, c.relkind = 'p' AS is_sliced,
                    greatest(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)) AS analyzed,
                    pg_stat_get_dead_tuples(c.oid) AS dead, pg_stat_get_mod_since_analyze(c.oid) AS changed,
                    CASE WHEN c.relkind = 'p' THEN (
                        SELECT coalesce(sum(pg_stat_get_live_tuples(relid)), 0)::bigint FROM pg_partition_tree(c.oid) WHERE isleaf)
                    ELSE pg_stat_get_live_tuples(c.oid) END AS live
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname IN (SELECT coalesce(named, current_schema()) FROM unnest({schemas}) AS named))
            SELECT name AS "Name", quoted AS "Quoted", live AS "Live", dead AS "Dead", analyzed AS "Analyzed",
                dead >= {least} AND dead > 0.2 * live AS "IsBloated"
            FROM tables
            WHERE (dead >= {least} AND dead > 0.2 * live)
                OR (live >= {least} AND (analyzed IS NULL OR (NOT is_sliced AND changed > 0.5 * live)
                    OR (is_sliced AND analyzed < clock_timestamp() - interval '30 days')))
            ORDER BY live + dead DESC, name
            LIMIT 20
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private PerformanceFinding Describe(Found table) => table.IsBloated
        ? new PerformanceFinding(
            Check, table.Name, $"It has {table.Dead} dead rows beside {table.Live} live ones.",
            "Remove them. If they stay, a transaction is open that began before: see 'mlops health'.", $"VACUUM (ANALYZE) {table.Quoted}")
        : new PerformanceFinding(
            Check,
            table.Name,
            table.Analyzed is { } at
                ? $"The planner knows its {table.Live} rows as they were at {Shown.Time(at)}."
                : $"The planner knows nothing of its {table.Live} rows.",
            "Give it new statistics.",
            $"ANALYZE {table.Quoted}");

    internal sealed record Found(string Name, string Quoted, long Live, long Dead, DateTimeOffset? Analyzed, bool IsBloated);
}
