using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Operations.Health;

/// <summary>
/// How many transactions ago the oldest row of the whole database was frozen, or how many groups of row locks ago, if these are more.
/// PostgreSQL accepts no writes any more at about 2,100,000,000.
/// </summary>
internal sealed class WraparoundProbe : IHealthProbe
{
    // Autovacuum freezes rows from 200,000,000 on, so that something stops it if there are five times as many.
    public int Degraded { get; init; } = 1_000_000_000;

    // A vacuum of large tables takes days, in which more transactions begin.
    public int Unhealthy { get; init; } = 1_500_000_000;

    public string Name => "wraparound";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var age = await context.Database.SqlQuery<int>(
            $"""
            SELECT greatest(age(datfrozenxid), mxid_age(datminmxid)) AS "Value" FROM pg_database WHERE datname = current_database()
            """).SingleAsync(cancellationToken).ConfigureAwait(false);
        var state = age > Unhealthy ? HealthState.Unhealthy : age > Degraded ? HealthState.Degraded : HealthState.Healthy;
        return new HealthFinding(
            Name,
            state,
            FormattableString.Invariant($"The oldest row of the whole database is {age:N0} transactions old."),
            state == HealthState.Healthy
                ? null : "See what stops autovacuum: long transactions, prepared ones or replication slots. Type VACUUM FREEZE then.");
    }
}
