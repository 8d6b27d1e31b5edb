using MlOps.Persistence.Operations.Performance;

namespace MlOps.Migrator.Commands;

/// <summary>How fast the database is, and what would make it faster.</summary>
internal sealed class PerformanceCommand : TenantVerb
{
    public PerformanceCommand(ContextFactory contexts)
        : base(
            contexts,
            "performance",
            "Measure how fast the database writes and reads, and list what would make it faster, each with its statement.",
            "The tenant of the writers and of the small writes, which are rolled back")
    {
        Examples = ["performance", "performance --json | jq -r 'select(.statement) | .statement'"];
        SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var findings = await SystemPerformance.MeasureAsync(context, TimeProvider.System.GetUtcNow(), cancellationToken);
            var listing = new Listing("Check", "Subject", "Seen", "To do", "Statement");
            foreach (var finding in findings)
                listing.Add(finding.Check, finding.Subject, finding.Seen, finding.Advice, finding.Statement);

            output.Write(listing);
            output.Note($"Pieces of advice: {findings.Count(finding => finding.Advice is not null)}.");
        });
    }
}
