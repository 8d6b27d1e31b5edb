using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class PerformanceMetricTests
{
    [Fact]
    public void A_metric_has_its_window()
    {
        var metric = PerformanceMetric.Record(
            "oracle", "accuracy", 0.9, new(Sample.Time, Sample.Time.AddHours(1)), 50, Sample.Time.AddHours(2));

        Assert.Equal(
            ("oracle", "accuracy", 0.9, 50), (metric.ServiceName, metric.Metric, metric.Value, metric.SampleCount));
        Assert.Equal(
            (Sample.Time, Sample.Time.AddHours(1), Sample.Time.AddHours(2)),
            (metric.WindowStart, metric.WindowEnd, metric.CreatedAt));
    }

    [Fact]
    public void A_default_window_is_refused() =>
        Refused.Value(
            "WindowStart", "0001", () => PerformanceMetric.Record("oracle", "accuracy", 0.9, default, 50, Sample.Time));
}
