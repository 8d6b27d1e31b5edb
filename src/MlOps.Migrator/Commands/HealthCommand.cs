using MlOps.Migrator.Operations;
using MlOps.Persistence.Operations.Health;

namespace MlOps.Migrator.Commands;

/// <summary>Whether the system is well.</summary>
internal sealed class HealthCommand : TenantVerb
{
    public HealthCommand(ContextFactory contexts)
        : base(
            contexts,
            "health",
            "Check whether the system is well. It ends with 0 if it is healthy, 1 if it is degraded, and 2 if it is unhealthy.",
            "The tenant of the rows that are checked")
    {
        Examples = ["health", "health --json | jq -r 'select(.toDo) | .toDo'", "health || page-somebody"];
        SetAnswer(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var found = await SystemHealth.CheckAsync(context, TimeProvider.System.GetUtcNow(), cancellationToken);
            HealthPage.Write(output, database.Target, found);
            return ExitCode.Of(found.State);
        });
    }
}
