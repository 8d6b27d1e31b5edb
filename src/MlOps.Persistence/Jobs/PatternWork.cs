using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Patterns;
using MlOps.Persistence.Patterns;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>Looks for patterns in the day before the job is due, and in the windows up to then.</summary>
internal sealed class PatternWork : IJobWork
{
    // A tenant with more has another problem.
    private const int MostPatterns = 200;

    public JobKind Kind => JobKind.DetectPatterns;

    // Each day is looked at.
    public bool CatchesUp => true;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(turn.Context);
        return await turn.Context.InTransactionAsync(() => DetectAsync(turn, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JobOutcome> DetectAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var (context, end) = (turn.Context, new DateTimeOffset(turn.DueAt.UtcDateTime.Date, TimeSpan.Zero));
        var found = Merge(
        [
            .. SegmentDetector.Detect(await SegmentRows.ListAsync(context, end, cancellationToken).ConfigureAwait(false)),
            .. VolumeDetector.Detect(await VolumeRows.ListAsync(context, end.AddDays(-1), cancellationToken).ConfigureAwait(false)),
            .. WeekdayDetector.Detect(await WeekdayRows.ListAsync(context, end, cancellationToken).ConfigureAwait(false)),
        ]);
        var store = new PatternStore(context, turn.StartedAt);
        foreach (var pattern in found.OrderByDescending(pattern => pattern.Confidence).Take(MostPatterns))
            await store.AddAsync(pattern, cancellationToken).ConfigureAwait(false);

        return new JobOutcome(Json.From(new
        {
            Patterns = found.Count,
            store.NewPatterns,
            store.NewOccurrences,
            store.NewRecommendations,
        }));
    }

    // Two monitors of a service can see the same pattern. It is one, with the occurrences of both.
    private static List<DetectedPattern> Merge(IEnumerable<DetectedPattern> detected) =>
    [
        .. detected.GroupBy(pattern => (pattern.Type, pattern.Name)).Select(same => same.MaxBy(pattern => pattern.Confidence)! with
        {
            Occurrences = [.. same.SelectMany(pattern => pattern.Occurrences).OrderBy(seen => seen.At)],
        }),
    ];
}
