using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class PerformanceMetricTests
{
    [Fact]
    public void A_metric_tells_of_its_window()
    {
        var metric = PerformanceMetric.Record("oracle", "accuracy", 0.9, new(Some.Time, Some.Time.AddHours(1)), 50, Some.Time.AddHours(2));

        Assert.Equal(("oracle", "accuracy", 0.9, 50), (metric.ServiceName, metric.Metric, metric.Value, metric.SampleCount));
        Assert.Equal((Some.Time, Some.Time.AddHours(1), Some.Time.AddHours(2)), (metric.WindowStart, metric.WindowEnd, metric.CreatedAt));
    }

    [Fact]
    public void A_window_that_was_never_made_is_refused() =>
        Refused.Value("WindowStart", "0001", () => PerformanceMetric.Record("oracle", "accuracy", 0.9, default, 50, Some.Time));
}
