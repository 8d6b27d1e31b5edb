using System.Reflection;
using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class DefaultAlertRulesTests
{
    private static readonly IReadOnlyList<AlertRule> Rules = DefaultAlertRules.Create(Sample.Time);

    [Fact]
    public void Each_metric_has_a_rule_and_each_rule_a_name_of_its_own()
    {
        var metrics = typeof(AlertMetrics).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!);

        Assert.Equal(metrics.Order(), Rules.Select(rule => rule.Metric).Distinct().Order());
        Assert.Equal(Rules.Count, Rules.Select(rule => rule.Name).Distinct().Count());
        Assert.Contains(Rules, rule => rule.Name == DefaultAlertRules.LowQuality);
        Assert.All(Rules, rule => Assert.True(rule.Enabled));
    }

    [Theory]
    [InlineData(AlertMetrics.MinutesWithoutPredictions, new double[] { 60 })]
    [InlineData(AlertMetrics.ErrorRate, new[] { 0.2, 0.3 })]
    [InlineData(AlertMetrics.AccuracyDrop, new[] { 0.2 })]
    [InlineData(AlertMetrics.AttributionDrift, new[] { 0.1 })]
    [InlineData(AlertMetrics.WriterQueue, new double[] { 100, 200 })]
    [InlineData(AlertMetrics.WriteLatencyMs, new double[] { 100 })]
    [InlineData(AlertMetrics.EventLagSeconds, new double[] { 300 })]
    [InlineData(AlertMetrics.QualityScore, new[] { 0.9 })]
    [InlineData(AlertMetrics.FeatureQuality, new[] { 0.9 })]
    [InlineData(AlertMetrics.InferenceTimeMs, new double[] { 100 })]
    [InlineData(AlertMetrics.DatabaseBytes, new[] { 1e10 })]
    [InlineData(AlertMetrics.ResourceUtilization, new[] { 0.85 })]
    [InlineData(AlertMetrics.QueryTimeRatio, new double[] { 2 })]
    public void The_thresholds_are_those_that_users_know(string metric, double[] thresholds) =>
        Assert.Equal(thresholds, Rules.Where(rule => rule.Metric == metric).Select(rule => rule.Threshold));
}
