using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Operations.Review;

/// <summary>Answers the checklist of a week, a month or a quarter, for the tenant of the context.</summary>
public static class SystemReview
{
    private static readonly Dictionary<ReviewPeriod, IReadOnlyList<IReviewItem>> Items = new()
    {
        [ReviewPeriod.Weekly] = [new VolumeItem(), new InferenceTimeItem(), new FailureItem(), new SilentServiceItem()],
        [ReviewPeriod.Monthly] = [new QualityItem(), new SizeItem(), new IndexItem(), new ErrorItem()],
        [ReviewPeriod.Quarterly] = [new ArchiveItem(), new VacuumItem(), new RetentionItem(), new ModelItem()],
    };

    /// <summary>Answers it, line by line. It changes nothing, and any login may do so: what it may not see is said.</summary>
    /// <param name="context">A context that UseMlOps configured.</param>
    /// <param name="period">The checklist.</param>
    /// <param name="until">The end of the period.</param>
    /// <param name="progress">Gets the name of each item when its turn comes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context,
        ReviewPeriod period,
        DateTimeOffset until,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        // A quarter of a busy service is many rows.
        using var unlimited = new NoCommandTimeout(context);
        var (parts, windows, lines) = (new PartReader(), ReviewWindows.Of(period, until), new List<ReviewLine>());
        foreach (var item in Items[period])
        {
            progress?.Report(item.Name);
            lines.AddRange(await parts.ReadAsync(item.Name, [], () => item.AnswerAsync(context, windows, cancellationToken))
                .ConfigureAwait(false));
            if (parts.Missing.TryGetValue(item.Name, out var reason))
                lines.Add(new ReviewLine(item.Name, "", "", null, null, reason));
        }

        return lines;
    }
}
