namespace MlOps.Domain.Tests;

public class TimeWindowTests
{
    [Fact]
    public void A_window_ends_after_it_starts()
    {
        Assert.Equal(Some.Time, new TimeWindow(Some.Time, Some.Time.AddMicroseconds(1)).Start);
        Refused.Value("End", "2026-03-14T15:09:26", () => new TimeWindow(Some.Time, Some.Time));
        Refused.Value("End", "2026-03-14T15:09:25", () => new TimeWindow(Some.Time, Some.Time.AddSeconds(-1)));
    }

    [Fact]
    public void A_window_of_less_than_a_microsecond_is_empty_once_stored() =>
        Refused.Value("End", "after Start", () => new TimeWindow(Some.Time, Some.Time.AddTicks(9)));
}
