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
        var due = steps.Count(step => step.Outcome == RetentionOutcome.Due);
        return
        [
            new ReviewLine(
                Name, "due", "slices and tables", due, null,
                due > 0 ? "The job 'apply retention' does it each night. Now: 'mlops retention run'." : null),
            .. steps.Where(step => step.Outcome == RetentionOutcome.Kept)
                .Select(step => new ReviewLine(Name, $"{step}", "", null, null, step.Reason)),
        ];
    }
}
