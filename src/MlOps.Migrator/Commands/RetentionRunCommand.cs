using MlOps.Migrator.Operations;
using MlOps.Persistence.Maintenance.Retention;

namespace MlOps.Migrator.Commands;

/// <summary>Archives and deletes what is too old. It is a verb of retention, and one of cleanup.</summary>
internal sealed class RetentionRunCommand : DatabaseVerb
{
    public RetentionRunCommand(ContextFactory contexts, string name, string typed)
        : base(
            contexts, name, "Archive and delete what is too old by the policies of all tenants. Run it as the owner of the tables.")
    {
        var dryRun = new Flag("--dry-run", "List what is too old, and change nothing.");
        Examples = [$"{typed} --dry-run", typed];
        Add(dryRun);
        SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (run, now) = (new RetentionRun(context), TimeProvider.System.GetUtcNow());
            var steps = parsed.GetValue(dryRun)
                ? await run.PlanAsync(now, cancellationToken)
                : await run.RunAsync(now, new ObstacleNotes(output), cancellationToken);
            var listing = new Listing("Table", "Slice", "Tenant", "Action", "Outcome", "Rows", "Reason");
            foreach (var step in steps)
                listing.Add(step.Table, step.Slice, step.TenantId, step.Action, step.Outcome, step.Rows, step.Reason);

            output.Write(listing);
            if (listing.Count == 0)
                output.Note("Nothing is too old.");
        });
    }
}
