namespace MlOps.Domain.Tests;

public class TimeWindowTests
{
    [Fact]
    public void A_window_ends_after_it_starts()
    {
        Assert.Equal(Sample.Time, new TimeWindow(Sample.Time, Sample.Time.AddMicroseconds(1)).Start);
        Refused.Value("End", "2026-03-14T15:09:26", () => new TimeWindow(Sample.Time, Sample.Time));
        Refused.Value("End", "2026-03-14T15:09:25", () => new TimeWindow(Sample.Time, Sample.Time.AddSeconds(-1)));
    }

    [Fact]
    public void A_window_shorter_than_a_microsecond_is_refused() =>
        Refused.Value("End", "after Start", () => new TimeWindow(Sample.Time, Sample.Time.AddTicks(9)));
}
