using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class DriftThresholdTests
{
    [Theory]
    [InlineData(-1, AlertLevel.None)]
    [InlineData(0.09999999999999999, AlertLevel.None)]
    [InlineData(0.1, AlertLevel.Warning)]
    [InlineData(0.24999999999999997, AlertLevel.Warning)]
    [InlineData(0.25, AlertLevel.Critical)]
    [InlineData(double.MaxValue, AlertLevel.Critical)]
    public void The_greater_a_distance_the_worse(double statistic, AlertLevel expected)
    {
        Assert.Equal(expected, DriftThreshold.StatisticAtLeast(0.1, 0.25).Judge(statistic, null));
        Assert.Equal(expected, DriftThreshold.StatisticAtLeast(0.1, 0.25).Judge(statistic, 0));
    }

    [Theory]
    [InlineData(1, AlertLevel.None)]
    [InlineData(0.05000000000000001, AlertLevel.None)]
    [InlineData(0.05, AlertLevel.Warning)]
    [InlineData(0.010000000000000002, AlertLevel.Warning)]
    [InlineData(0.01, AlertLevel.Critical)]
    [InlineData(0, AlertLevel.Critical)]
    public void The_smaller_a_p_value_the_worse(double pValue, AlertLevel expected)
    {
        Assert.Equal(expected, DriftThreshold.PValueAtMost(0.05, 0.01).Judge(0, pValue));
        Assert.Equal(expected, DriftThreshold.PValueAtMost(0.05, 0.01).Judge(1000, pValue));
    }

    [Fact]
    public void Without_a_critical_threshold_nothing_is_critical()
    {
        Assert.Equal(AlertLevel.Warning, DriftThreshold.StatisticAtLeast(0.1).Judge(double.MaxValue, null));
        Assert.Equal(AlertLevel.Warning, DriftThreshold.PValueAtMost(0.05).Judge(0, 0));
    }

    [Fact]
    public void With_equal_thresholds_every_drift_is_critical()
    {
        Assert.Equal(AlertLevel.Critical, DriftThreshold.StatisticAtLeast(0.1, 0.1).Judge(0.1, null));
        Assert.Equal(AlertLevel.Critical, DriftThreshold.PValueAtMost(0.05, 0.05).Judge(0, 0.05));
    }

    [Fact]
    public void A_test_needs_its_p_value() =>
        Refused.Value("PValue", "null", () => DriftThreshold.PValueAtMost(0.05).Judge(0.5, null));

    [Fact]
    public void A_number_that_is_not_finite_is_not_judged()
    {
        foreach (var number in Hostile.Numbers)
        {
            Refused.Value("Statistic", $"{number}", () => DriftThreshold.StatisticAtLeast(0.1).Judge(number, 0.5));
            Refused.Value("Statistic", $"{number}", () => DriftThreshold.PValueAtMost(0.1).Judge(number, 0.5));
            Refused.Value("PValue", $"{number}", () => DriftThreshold.PValueAtMost(0.1).Judge(0.5, number));
        }

        Refused.Value("PValue", "1.5", () => DriftThreshold.PValueAtMost(0.1).Judge(0.5, 1.5));
    }

    [Fact]
    public void A_critical_threshold_on_the_wrong_side_is_refused()
    {
        Refused.Value("Critical", "it was 0.05", () => DriftThreshold.StatisticAtLeast(0.1, 0.05));
        Refused.Value("Critical", "it was 0.1", () => DriftThreshold.PValueAtMost(0.05, 0.1));
    }
}
