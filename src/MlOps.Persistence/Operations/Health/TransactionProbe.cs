using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Health;

/// <summary>
/// How long the oldest transaction of the whole database is open. While it is, nothing that was deleted since is cleaned up.
/// </summary>
internal sealed class TransactionProbe : IHealthProbe
{
    // No statement of the library takes so long, apart from maintenance.
    public TimeSpan Degraded { get; init; } = TimeSpan.FromMinutes(15);

    // By then it delays the cleaning of every table, and whatever needs a lock for longer than jobs wait.
    public TimeSpan Unhealthy { get; init; } = TimeSpan.FromHours(1);

    public string Name => "long transactions";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await context.QuerySql<Found>(
            $"""
            SELECT extract(epoch FROM max(clock_timestamp() - xact_start))::double precision AS "Seconds",
                (array_agg(pid ORDER BY xact_start))[1] AS "Process", coalesce(bool_or(query = '<insufficient privilege>'), false) AS "IsHidden"
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type IS DISTINCT FROM 'autovacuum worker'
            """).SingleAsync(cancellationToken).ConfigureAwait(false);
        var age = TimeSpan.FromSeconds(found.Seconds ?? 0);
        if (found.Seconds is not null && age > Degraded)
            return new HealthFinding(
                Name,
                age > Unhealthy ? HealthState.Unhealthy : HealthState.Degraded,
                $"A transaction of process {found.Process} of the whole database has been open for {Shown.Span(age)}.",
                $"See what it does: SELECT * FROM pg_stat_activity WHERE pid = {found.Process}. Let its program end it.");

        return found.IsHidden
            ? Findings.NotVisible(Name, "This login does not see the transactions of others. pg_read_all_stats lets it see them.")
            : new HealthFinding(
                Name, HealthState.Healthy, $"No transaction of the whole database is open for longer than {Shown.Span(Degraded)}.");
    }

    internal sealed record Found(double? Seconds, int? Process, bool IsHidden);
}
