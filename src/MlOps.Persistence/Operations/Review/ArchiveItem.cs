using MlOps.Persistence.Maintenance.Retention;

namespace MlOps.Persistence.Operations.Review;

/// <summary>What is too old by the retention policies, and is still there.</summary>
internal sealed class ArchiveItem : IReviewItem
{
    public string Name => "old data";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var steps = await new RetentionRun(context).PlanAsync(windows.End, cancellationToken).ConfigureAwait(false);
        var own = steps.Where(step => step.TenantId is null || step.TenantId == context.TenantId).ToList();
        var due = own.Count(step => step.Outcome == RetentionOutcome.Due);
        return
        [
            new ReviewLine(
                Name, "due", "slices and tables", due, null,
                due > 0 ? "The job 'apply retention' does it each night. Now: 'mlops retention run'." : null),
            .. own.Where(step => step.Outcome == RetentionOutcome.Kept)
                .Select(step => new ReviewLine(Name, $"{step}", "", null, null, Explain(step, context.TenantId))),
        ];
    }

    // The review of a tenant says nothing of others.
    private static string Explain(RetentionStep step, Guid tenant) =>
        step.TenantId == tenant || step.Reason?.Contains($"{tenant}", StringComparison.Ordinal) == true
            ? step.Reason!
            : "It is kept for a reason that is not of this tenant. 'mlops retention run --dry-run' names it.";
}
