using MlOps.Domain.Telemetry;

namespace MlOps.Domain.Tests.Telemetry;

public class LinearTrendTests
{
    // Computed by hand: mean day 7/4, mean value 3; squares of days 8.75; products of both 9.5.
    [Fact]
    public void The_line_minimises_the_squares()
    {
        var trend = Sample.Trend();

        Assert.Equal(9.5 / 8.75, trend.GrowthPerDay, 14);
        Assert.Equal(3 - (1.75 * 9.5 / 8.75), trend.ValueAt(Sample.Time), 14);
        Assert.Equal(3 + (8.25 * 9.5 / 8.75), trend.ValueAt(Sample.Time.AddDays(10)), 13);
        Assert.Equal(Math.Sqrt((10.5 - (9.5 * 9.5 / 8.75)) / 2), trend.ResidualError, 13);
        Assert.Equal(
            trend.ResidualError * Math.Sqrt(1.25 + (8.25 * 8.25 / 8.75)),
            trend.StandardErrorAt(Sample.Time.AddDays(10)),
            13);
    }

    [Fact]
    public void The_time_of_a_value_follows_from_the_line()
    {
        var trend = LinearTrend.Fit(
            [new(Sample.Time, 10), new(Sample.Time.AddDays(1), 20), new(Sample.Time.AddDays(2), 30)]);
        var now = Sample.Time.AddDays(2);

        Assert.Equal(Sample.Time.AddDays(9), trend.FindTimeOf(100, now));
        Assert.Equal(now, trend.FindTimeOf(30, now));
        Assert.Null(trend.FindTimeOf(1e12, now));
    }

    [Fact]
    public void A_shrinking_or_constant_resource_is_never_full()
    {
        var shrinking = LinearTrend.Fit(
            [new(Sample.Time, 3), new(Sample.Time.AddDays(1), 2), new(Sample.Time.AddDays(2), 1)]);
        var flat = LinearTrend.Fit(
            [new(Sample.Time, 3), new(Sample.Time.AddDays(1), 3), new(Sample.Time.AddDays(2), 3)]);

        Assert.Null(shrinking.FindTimeOf(10, Sample.Time));
        Assert.Null(flat.FindTimeOf(10, Sample.Time));
        Assert.Equal(0, flat.StandardErrorAt(Sample.Time.AddYears(1)));
    }

    [Fact]
    public void Too_few_measurements_have_no_trend() =>
        Refused.Value("points", "2", () => LinearTrend.Fit([new(Sample.Time, 1), new(Sample.Time.AddDays(1), 2)]));

    [Fact]
    public void Measurements_at_one_time_have_no_trend() =>
        Refused.Value(
            "points", "2026", () => LinearTrend.Fit([new(Sample.Time, 1), new(Sample.Time, 2), new(Sample.Time, 3)]));

    [Fact]
    public void A_forecast_says_how_large_and_when_full()
    {
        var trend = LinearTrend.Fit(
            [new(Sample.Time, 10), new(Sample.Time.AddDays(1), 20), new(Sample.Time.AddDays(2), 30)]);

        var forecast = CapacityForecast.Make(
            ResourceKind.Disk, "/var", trend, Sample.Time.AddDays(32), Sample.Time.AddDays(2), 100);

        Assert.Equal(330, forecast.Forecast, 10);
        Assert.Equal(Sample.Time.AddDays(32), forecast.HorizonAt);
        Assert.Equal(Sample.Time.AddDays(9), forecast.FullAt);
        Assert.Null(
            CapacityForecast.Make(ResourceKind.Disk, "/var", trend, Sample.Time.AddDays(32), Sample.Time).FullAt);
    }

    [Theory, InlineData(84, false), InlineData(86, true)]
    public void A_resource_is_short_above_85_per_cent(double used, bool isShort) =>
        Assert.Equal(isShort, ResourceSample.Measure(ResourceKind.Memory, "host", used, Sample.Time, 100).IsShort);
}
