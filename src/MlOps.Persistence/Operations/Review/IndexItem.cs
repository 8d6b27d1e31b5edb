using MlOps.Persistence.Operations.Performance;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How many indexes cost more than they bring.</summary>
internal sealed class IndexItem : IReviewItem
{
    private static readonly IReadOnlyList<IPerformancePart> Parts = [new IndexUse(), new DuplicateIndexes()];

    public string Name => "index performance";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var lines = new List<ReviewLine>();
        foreach (var part in Parts)
        {
            var found = await part.MeasureAsync(context, windows.End, cancellationToken).ConfigureAwait(false);
            var count = found.Count(finding => finding.Advice is not null);
            lines.Add(new ReviewLine(
                Name, part.Check, "indexes", count, null, count > 0 ? "'mlops performance' names them, and how to drop them." : null));
        }

        return lines;
    }
}
