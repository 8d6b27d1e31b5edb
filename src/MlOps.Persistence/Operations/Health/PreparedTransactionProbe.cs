using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Health;

/// <summary>
/// How long the oldest transaction of this database is prepared. It holds its locks until somebody commits it or rolls it back, also
/// after a restart.
/// </summary>
internal sealed class PreparedTransactionProbe : IHealthProbe
{
    // A coordinator commits what it has prepared within seconds.
    public TimeSpan Degraded { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Unhealthy { get; init; } = TimeSpan.FromHours(1);

    public string Name => "prepared transactions";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldest = await context.QuerySql<Found>(
            $"""
            SELECT gid AS "Name", extract(epoch FROM clock_timestamp() - prepared)::double precision AS "Seconds"
            FROM pg_prepared_xacts
            WHERE database = current_database()
            ORDER BY prepared
            LIMIT 1
            """).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var age = TimeSpan.FromSeconds(oldest?.Seconds ?? 0);
        return oldest is null || age <= Degraded
            ? new HealthFinding(Name, HealthState.Healthy, $"No transaction is prepared for longer than {Shown.Span(Degraded)}.")
            : new HealthFinding(
                Name,
                age > Unhealthy ? HealthState.Unhealthy : HealthState.Degraded,
                $"The transaction '{oldest.Name}' of the whole database has been prepared for {Shown.Span(age)}. It holds its locks.",
                $"Let its coordinator end it, or type ROLLBACK PREPARED '{oldest.Name.Replace("'", "''", StringComparison.Ordinal)}'.");
    }

    internal sealed record Found(string Name, double Seconds);
}
