using MlOps.Domain.Patterns;

namespace MlOps.Domain.Tests.Patterns;

public class VolumeDetectorTests
{
    private readonly Chance _chance = new(7);

    [Theory]
    [InlineData(0.2)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_week_like_the_others_is_broken_once_in_five_hundred_days_at_most(double mean) =>
        Assert.InRange(CountBroken(1000, mean, swing: 0), 0, 2);

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void Days_that_swing_by_themselves_are_broken_once_in_a_hundred_days_at_most(double mean) =>
        Assert.InRange(CountBroken(1000, mean, swing: 0.1), 0, 10);

    [Fact]
    public void A_service_that_grows_breaks_nothing() => Assert.InRange(CountBroken(500, 1000, swing: 0, growth: 0.05), 0, 5);

    [Theory]
    [InlineData(100, 3)]
    [InlineData(1000, 0.5)]
    [InlineData(1000, 0)]
    [InlineData(20, 0)]
    public void Four_hours_with_far_more_or_fewer_predictions_are_found(double mean, double factor)
    {
        for (var i = 0; i < 50; i++)
        {
            var found = Assert.Single(VolumeDetector.Detect([Day(mean, 0, 0, hour => hour is >= 9 and < 13 ? factor : 1)]));
            Assert.Equal($"search: {(factor > 1 ? "more" : "fewer")} predictions than usual", found.Name);
            Assert.Equal("search 2026-03-01", Assert.Single(found.Occurrences).SourceId);
            Assert.InRange(found.Confidence, 0.96, 1);
        }
    }

    [Fact]
    public void Two_hours_are_no_break() =>
        Assert.Empty(VolumeDetector.Detect([Day(1000, 0, 0, hour => hour is 9 or 10 ? 0 : 1)]));

    [Fact]
    public void With_fewer_than_four_weeks_before_nothing_is_judged()
    {
        var day = Day(1000, 0, 0, _ => 0);
        Assert.Empty(VolumeDetector.Detect([day with { WeeksBefore = [.. day.WeeksBefore.Take(3)] }]));
        Assert.Single(VolumeDetector.Detect([day with { WeeksBefore = [.. day.WeeksBefore.Take(4)] }]));
    }

    private int CountBroken(int days, double mean, double swing, double growth = 0) =>
        Enumerable.Range(0, days).Count(_ => VolumeDetector.Detect([Day(mean, swing, growth, _ => 1)]).Count > 0);

    private ServiceDay Day(double mean, double swing, double growth, Func<int, double> today) => new(
        "search",
        new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
        Hours(mean, swing, today),
        [.. Enumerable.Range(1, 8).Select(week => Hours(mean * Math.Pow(1 + growth, -week), swing, _ => 1))]);

    // Half as many at night, and each day has a factor of its own.
    private long[] Hours(double mean, double swing, Func<int, double> factor)
    {
        var ofDay = Math.Exp(swing * _chance.Normal());
        return [.. Enumerable.Range(0, 24).Select(hour => _chance.Count(mean * (hour < 6 ? 0.5 : 1) * ofDay * factor(hour)))];
    }
}
