namespace MlOps.Persistence.Operations.Review;

/// <summary>A line of the checklist. What the login may not read, it throws, and others say so.</summary>
internal interface IReviewItem
{
    string Name { get; }

    Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken);
}
