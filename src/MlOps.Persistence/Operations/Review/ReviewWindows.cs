using MlOps.Domain;

namespace MlOps.Persistence.Operations.Review;

/// <summary>The period that is reviewed, and the one before it.</summary>
internal sealed record ReviewWindows(TimeWindow Current, TimeWindow Previous)
{
    public DateTimeOffset End => Current.End;

    public static ReviewWindows Of(ReviewPeriod period, DateTimeOffset until)
    {
        var length = TimeSpan.FromDays(period switch
        {
            ReviewPeriod.Weekly => 7,
            ReviewPeriod.Monthly => 30,
            _ => 90,
        });
        return new ReviewWindows(new TimeWindow(until - length, until), new TimeWindow(until - (2 * length), until - length));
    }
}
