using MlOps.Domain.Telemetry;

namespace MlOps.Domain.Tests.Telemetry;

public class LinearTrendTests
{
    // By hand: mean day 7/4, mean value 3; squares of days 8.75; products of both 9.5.
    [Fact]
    public void The_line_is_the_one_of_least_squares()
    {
        var trend = Some.Trend();

        Assert.Equal(9.5 / 8.75, trend.GrowthPerDay, 14);
        Assert.Equal(3 - (1.75 * 9.5 / 8.75), trend.ValueAt(Some.Time), 14);
        Assert.Equal(3 + (8.25 * 9.5 / 8.75), trend.ValueAt(Some.Time.AddDays(10)), 13);
        Assert.Equal(Math.Sqrt((10.5 - (9.5 * 9.5 / 8.75)) / 2), trend.ResidualError, 13);
        Assert.Equal(trend.ResidualError * Math.Sqrt(1.25 + (8.25 * 8.25 / 8.75)), trend.StandardErrorAt(Some.Time.AddDays(10)), 13);
    }

    [Fact]
    public void A_value_is_reached_when_the_line_says_so()
    {
        var trend = LinearTrend.Fit([new(Some.Time, 10), new(Some.Time.AddDays(1), 20), new(Some.Time.AddDays(2), 30)]);
        var now = Some.Time.AddDays(2);

        Assert.Equal(Some.Time.AddDays(9), trend.FindTimeOf(100, now));
        Assert.Equal(now, trend.FindTimeOf(30, now));
        Assert.Null(trend.FindTimeOf(1e12, now));
    }

    [Fact]
    public void What_shrinks_or_stays_is_never_full()
    {
        var shrinking = LinearTrend.Fit([new(Some.Time, 3), new(Some.Time.AddDays(1), 2), new(Some.Time.AddDays(2), 1)]);
        var flat = LinearTrend.Fit([new(Some.Time, 3), new(Some.Time.AddDays(1), 3), new(Some.Time.AddDays(2), 3)]);

        Assert.Null(shrinking.FindTimeOf(10, Some.Time));
        Assert.Null(flat.FindTimeOf(10, Some.Time));
        Assert.Equal(0, flat.StandardErrorAt(Some.Time.AddYears(1)));
    }

    [Fact]
    public void Too_few_measurements_make_no_trend() =>
        Refused.Value("points", "2", () => LinearTrend.Fit([new(Some.Time, 1), new(Some.Time.AddDays(1), 2)]));

    [Fact]
    public void Measurements_of_one_moment_make_no_trend() =>
        Refused.Value("points", "2026", () => LinearTrend.Fit([new(Some.Time, 1), new(Some.Time, 2), new(Some.Time, 3)]));

    [Fact]
    public void A_forecast_says_how_large_and_when_full()
    {
        var trend = LinearTrend.Fit([new(Some.Time, 10), new(Some.Time.AddDays(1), 20), new(Some.Time.AddDays(2), 30)]);

        var forecast = CapacityForecast.Make(ResourceKind.Disk, "/var", trend, Some.Time.AddDays(32), Some.Time.AddDays(2), 100);

        Assert.Equal(330, forecast.Forecast, 10);
        Assert.Equal(Some.Time.AddDays(32), forecast.HorizonAt);
        Assert.Equal(Some.Time.AddDays(9), forecast.FullAt);
        Assert.Null(CapacityForecast.Make(ResourceKind.Disk, "/var", trend, Some.Time.AddDays(32), Some.Time).FullAt);
    }

    [Theory, InlineData(84, false), InlineData(86, true)]
    public void A_resource_is_short_above_85_per_cent(double used, bool isShort) =>
        Assert.Equal(isShort, ResourceSample.Measure(ResourceKind.Memory, "host", used, Some.Time, 100).IsShort);
}
