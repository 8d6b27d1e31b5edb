using Microsoft.EntityFrameworkCore;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Report;

/// <summary>What happened, in the order of time, as the tables have it, and the command that shows each.</summary>
internal sealed class Timeline
{
    private readonly Calendar _calendar;
    private readonly IReadOnlyList<TimelineEvent> _events;

    private Timeline(Calendar calendar, IReadOnlyList<TimelineEvent> events, Guid? decision) =>
        (_calendar, _events, LatestDecision) = (calendar, events, decision);

    /// <summary>The latest decision of the gate with evidence.</summary>
    public Guid? LatestDecision { get; }

    public static async Task<Timeline> ReadAsync(MlOpsDbContext context, Calendar calendar, CancellationToken cancellationToken)
    {
        var source = new TimelineSource(context, cancellationToken);
        IEnumerable<TimelineEvent> events =
        [
            .. await source.ListTrainingsAsync(),
            .. await source.ListAlertsAsync(),
            .. await source.ListRequestsAsync(),
            .. await source.ListDecisionsAsync(),
            .. await source.ListPromotionsAsync(),
        ];
        var latest = await context.RetrainingDecisions.AsNoTracking()
            .Where(decision => decision.EvidenceHash != null && decision.AnswersDecisionId == null)
            .OrderByDescending(decision => decision.Timestamp)
            .Select(decision => (Guid?)decision.Id).FirstOrDefaultAsync(cancellationToken);
        return new Timeline(calendar, [.. events.OrderBy(happened => happened.At)], latest);
    }

    public Listing ToListing()
    {
        var listing = new Listing("Day", "When", "What", "Shown by");
        foreach (var happened in _events)
        {
            // What happens in the night after a day belongs to it.
            var day = Math.Max(0, _calendar.DayOf(happened.At.AddMinutes(-30)));
            listing.Add(day, happened.At, happened.What, $"{Invocation.Program} {happened.Command}");
        }

        return listing;
    }
}
