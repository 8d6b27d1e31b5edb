using MlOps.Persistence.Operations.Performance;

namespace MlOps.Persistence.Operations.Review;

/// <summary>Which tables need a vacuum, or new statistics.</summary>
internal sealed class VacuumItem : IReviewItem
{
    private static readonly VacuumState State = new();

    public string Name => "vacuum";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var found = (await State.MeasureAsync(context, windows.End, cancellationToken).ConfigureAwait(false))
            .Where(finding => finding.Advice is not null).ToList();
        return
        [
            new ReviewLine(Name, "", "tables that need one", found.Count, null),
            .. found.Select(finding => new ReviewLine(Name, finding.Subject, "", null, null, $"{finding.Seen} {finding.Statement}")),
        ];
    }
}
