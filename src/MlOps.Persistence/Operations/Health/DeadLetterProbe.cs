using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Whether there are writes that the database refused. They are stored nowhere else, so one is too many.</summary>
internal sealed class DeadLetterProbe : IHealthProbe
{
    // So many are no accident of single rows: a program writes what the database refuses.
    private const int Many = 1000;

    public string Name => "dead letters";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = await context.DeadLetters.Take(Many + 1).CountAsync(cancellationToken).ConfigureAwait(false);
        return count == 0
            ? new HealthFinding(Name, HealthState.Healthy, "The database has refused no write.")
            : new HealthFinding(
                Name,
                count > Many ? HealthState.Unhealthy : HealthState.Degraded,
                count > Many ? $"The database has refused more than {Many} writes." : $"Writes that the database has refused: {count}.",
                "Type 'mlops dead-letters list' to see the reasons, and 'mlops dead-letters retry --all' once they are fixed.");
    }
}
