using MlOps.Domain.Patterns;

namespace MlOps.Domain.Tests.Patterns;

public class WeekdayDetectorTests
{
    private static readonly DateOnly First = new(2026, 1, 4);

    private readonly Chance _chance = new(7);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.6)]
    [InlineData(1)]
    public void Features_that_drift_on_any_day_are_patterns_of_one_monitor_in_a_hundred_at_most(double rate)
    {
        var found = Enumerable.Range(0, 300).Count(_ =>
            WeekdayDetector.Detect(Enumerable.Range(0, 10).SelectMany(feature => Weeks($"f{feature}", _ => rate))).Count > 0);
        Assert.InRange(found, 0, 3);
    }

    [Fact]
    public void A_feature_that_drifts_on_mondays_is_found_with_its_days()
    {
        for (var i = 0; i < 50; i++)
        {
            var features = Enumerable.Range(0, 10).SelectMany(
                feature => Weeks($"f{feature}", day => feature == 3 && day == DayOfWeek.Monday ? 1 : 0.05));
            var found = Assert.Single(WeekdayDetector.Detect(features));
            Assert.Equal(("search: f3 on Mondays", 8), (found.Name, found.Occurrences.Count));
            Assert.All(found.Occurrences, seen => Assert.Equal(DayOfWeek.Tuesday, seen.At.DayOfWeek));
            Assert.InRange(found.Confidence, 0.99, 1);
        }
    }

    [Theory]
    [InlineData(2, 8, 0)]
    [InlineData(5, 8, 0)]
    [InlineData(8, 8, 1)]
    [InlineData(6, 8, 1)]
    public void Most_of_the_days_must_have_drifted(int drifted, int days, int patterns)
    {
        var others = Enum.GetValues<DayOfWeek>().Where(day => day != DayOfWeek.Monday).Select(day => Weekday("age", day, 8, 0));
        Assert.Equal(patterns, WeekdayDetector.Detect([Weekday("age", DayOfWeek.Monday, days, drifted), .. others]).Count);
    }

    private List<FeatureWeekday> Weeks(string feature, Func<DayOfWeek, double> rate) =>
        [.. Enum.GetValues<DayOfWeek>().Select(day => Weekday(feature, day, 8, Enumerable.Range(0, 8).Count(_ => _chance.Is(rate(day)))))];

    private static FeatureWeekday Weekday(string feature, DayOfWeek day, int days, int drifted) => new(
        Sample.Tenant, "search", feature, day, days,
        [.. Enumerable.Range(0, drifted).Select(week => First.AddDays((7 * week) + (int)day))]);
}
