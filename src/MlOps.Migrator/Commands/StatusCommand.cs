using MlOps.Migrator.Operations;
using MlOps.Persistence.Operations;

namespace MlOps.Migrator.Commands;

/// <summary>What the database has and what goes on in it, on one screen.</summary>
internal sealed class StatusCommand : TenantVerb
{
    public StatusCommand(ContextFactory contexts)
        : base(
            contexts,
            "status",
            "Show the migrations, slices, writers, jobs, open alerts and sizes of the database.",
            "The tenant of the writers, jobs and alerts")
    {
        Examples = ["status", "status --json | jq -r '.pendingMigrations[]'", "status --connection postgres://reader@db/mlops"];
        SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var status = await new StatusReader(context).ReadAsync(TimeProvider.System.GetUtcNow(), cancellationToken);
            StatusPage.Write(output, database.Target, status);
        });
    }
}
