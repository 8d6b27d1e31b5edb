using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Maintenance.Commands;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Whether the database has the tables of this version.</summary>
internal sealed class MigrationProbe : IHealthProbe
{
    public string Name => "tables";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = DeclaredMigrations.Of(context).Keys.ToList();
        var applied = await StatusReader.ListMigrationsAsync(context, cancellationToken).ConfigureAwait(false);
        if (known.Except(applied).ToList() is { Count: > 0 } pending)
            return new HealthFinding(
                Name, HealthState.Unhealthy, $"The database does not have the migrations {string.Join(", ", pending)}.",
                "Type 'mlops migrate' as the owner.");

        return applied.Except(known).ToList() is { Count: > 0 } unknown
            ? new HealthFinding(
                Name, HealthState.Degraded, $"The database has migrations that this program does not know: {string.Join(", ", unknown)}.",
                "Update the program.")
            : new HealthFinding(Name, HealthState.Healthy, $"The database has the tables of migration {applied[^1]}.");
    }
}
