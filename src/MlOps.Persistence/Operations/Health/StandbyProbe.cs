using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Health;

/// <summary>
/// How far the standby servers are behind, and what their replication slots keep on the disk of this server. Where this server is a
/// standby itself, how old its newest transaction is.
/// </summary>
internal sealed class StandbyProbe : IHealthProbe
{
    // A report that is read from a standby is then a minute old.
    public TimeSpan Degraded { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan Unhealthy { get; init; } = TimeSpan.FromMinutes(10);

    // Bytes of WAL that a slot keeps.
    public double DegradedBytes { get; init; } = 1e9;

    public double UnhealthyBytes { get; init; } = 10e9;

    public string Name => "replication";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lags = await context.QuerySql<Lag>(
            $"""
            SELECT coalesce(nullif(application_name, ''), 'a standby') AS "Name",
                coalesce(extract(epoch FROM replay_lag), 0)::double precision AS "Seconds", state IS NULL AS "IsHidden"
            FROM pg_stat_replication
            UNION ALL
            SELECT 'this standby server', extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision, false
            WHERE pg_is_in_recovery() AND (pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn()
                OR NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver))
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        var slots = await context.QuerySql<Slot>(
            $"""
            SELECT slot_name::text AS "Name", active AS "IsActive",
                slot_type = 'physical' AND NOT active AND restart_lsn IS NOT NULL AND NOT pg_is_in_recovery() AS "IsLeft",
                coalesce(wal_status = 'lost', false) AS "IsLost",
                coalesce(pg_wal_lsn_diff(
                    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn),
                    0)::double precision AS "Bytes"
            FROM pg_replication_slots
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        // Slots are visible to everybody.
        if (lags.Exists(lag => lag.IsHidden) && slots.TrueForAll(slot => Judge(slot) == HealthState.Healthy))
            return Findings.NotVisible(Name, "This login does not see the standby servers. pg_read_all_stats lets it see them.");

        var judged = lags.Select(lag => (State: Judge(lag), Text: Describe(lag)))
            .Concat(slots.Select(slot => (State: Judge(slot), Text: Describe(slot)))).ToList();
        var worst = judged.Select(one => one.State).DefaultIfEmpty().Max();
        return worst == HealthState.Healthy
            ? new HealthFinding(
                Name,
                worst,
                $"Standby servers that are up to date: {lags.Count}. Replication slots: {slots.Count}, in use: " +
                $"{slots.Count(slot => slot.IsActive)}.")
            : new HealthFinding(
                Name,
                worst,
                string.Join(" ", judged.Where(one => one.State == worst).Select(one => one.Text)),
                "See whether the standby runs and reaches this server: SELECT * FROM pg_stat_replication. A slot of a standby that is no "
                + "more keeps WAL until the disk is full: SELECT pg_drop_replication_slot('NAME').");
    }

    private HealthState Judge(Lag lag) => Judge(lag.Seconds, Degraded.TotalSeconds, Unhealthy.TotalSeconds);

    private HealthState Judge(Slot slot) => slot.IsLost ? HealthState.Unhealthy : Judge(slot.Bytes, DegradedBytes, UnhealthyBytes) switch
    {
        // It keeps little at first, and more with each write.
        HealthState.Healthy when slot.IsLeft => HealthState.Degraded,
        var kept => kept,
    };

    private static HealthState Judge(double? value, double degraded, double unhealthy) =>
        value > unhealthy ? HealthState.Unhealthy : value > degraded ? HealthState.Degraded : HealthState.Healthy;

    private static string Describe(Lag lag) => $"The standby '{lag.Name}' is {Shown.Span(TimeSpan.FromSeconds(lag.Seconds ?? 0))} behind.";

    private static string Describe(Slot slot) =>
        slot.IsLost ? $"The replication slot '{slot.Name}' has lost WAL that its standby needs."
        : $"The replication slot '{slot.Name}', which is {(slot.IsActive ? "" : "not ")}in use, keeps " +
            $"{Shown.Number(slot.Bytes / 1e9)} GB of WAL.";

    internal sealed record Lag(string Name, double? Seconds, bool IsHidden);

    internal sealed record Slot(string Name, bool IsActive, bool IsLeft, bool IsLost, double Bytes);
}
