using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Tests.Monitoring;

public class ServiceMonitorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MonitorRule Psi = new(DriftMethods.PsiSturges, 0.1, 0.25);

    [Fact]
    public void The_reference_is_the_window_before_or_a_window_for_good()
    {
        var window = Monitor(new() { LookbackHours = 6 }).FindWindow(Noon);
        var training = new TimeWindow(Noon.AddDays(-60), Noon.AddDays(-30));

        Assert.Equal(new TimeWindow(Noon.AddHours(-6), Noon), window);
        Assert.Equal(new TimeWindow(Noon.AddHours(-12), Noon.AddHours(-6)), Monitor(new()).Reference.FindFor(window));
        Assert.Equal(training, Monitor(new() { Reference = MonitorReference.Fixed(training) }).Reference.FindFor(window));
    }

    [Fact]
    public void A_feature_has_its_own_rule_or_that_of_its_kind()
    {
        var own = new MonitorRule(DriftMethods.KsAsymp, 0.01, feature: "age");
        var categories = new MonitorRule(DriftMethods.ChiSquare, 0.05);
        var monitor = Monitor(new() { Rules = [Psi, own, categories] });

        Assert.Equal(own, monitor.FindRule("age", isNumber: true));
        Assert.Equal(Psi, monitor.FindRule("income", isNumber: true));
        Assert.Equal(categories, monitor.FindRule("country", isNumber: false));
        Assert.Null(Monitor(new() { Rules = [Psi] }).FindRule("country", isNumber: false));
    }

    [Theory]
    [InlineData(5, 10, false)]
    [InlineData(6, 10, true)]
    [InlineData(0, 0, false)]
    public void The_dataset_has_drifted_if_more_than_the_share_of_its_features_has(int drifted, int judged, bool expected) =>
        Assert.Equal(expected, Monitor(new()).IsDatasetDrift(drifted, judged));

    [Fact]
    public void A_test_is_judged_by_its_p_value_and_a_distance_by_its_size()
    {
        Assert.Equal(AlertLevel.Warning, new MonitorRule(DriftMethods.KsAsymp, 0.01).Threshold.Judge(0.9, 0.01));
        Assert.Equal(AlertLevel.Critical, Psi.Threshold.Judge(0.3, null));
        Assert.Equal(AlertLevel.None, Psi.Threshold.Judge(0.09, null));
    }

    [Fact]
    public void Definitions_that_make_no_sense_are_refused()
    {
        Refused.Value("Every", "00:00:01.5000000", () => Monitor(new() { Every = TimeSpan.FromSeconds(1.5) }));
        Refused.Value("Every", "00:00:00", () => Monitor(new() { Every = TimeSpan.Zero }));
        Refused.Value("LookbackHours", "0", () => Monitor(new() { LookbackHours = 0 }));
        Refused.Value("Features", "'age'", () => Monitor(new() { Features = ["age", "age"] }));
        Refused.Value("Features", "0", () => Monitor(new() { Features = [] }));
        Refused.Value("Rules", "0", () => Monitor(new() { Rules = [] }));
        Refused.Value("Rules", "had two", () => Monitor(new() { Rules = [Psi, new(DriftMethods.KsAsymp, 0.1)] }));
        Refused.Value("Rules", "'age'", () => Monitor(new()
        {
            Rules = [new(DriftMethods.KsAsymp, 0.1, feature: "age"), new(DriftMethods.PsiSturges, 0.1, feature: "age")],
        }));
        Refused.Value("SegmentCap", "1001", () => Monitor(new() { SegmentCap = 1001 }));
        Refused.Value("MinSample", "0", () => Monitor(new() { MinSample = 0 }));
        Refused.Value("DriftShare", "1.5", () => Monitor(new() { DriftShare = 1.5 }));
    }

    [Fact]
    public void Rules_that_no_method_can_follow_are_refused()
    {
        Refused.Value("Method", "'psi'", () => new MonitorRule("psi", 0.1));
        Refused.Value("Method", "'two_proportion_z'", () => new MonitorRule(DriftMethods.TwoProportionZ, 0.1));
        Refused.Value("Warning", "1.5", () => new MonitorRule(DriftMethods.KsAsymp, 1.5));
        Refused.Value("Critical", "0.05", () => new MonitorRule(DriftMethods.PsiSturges, 0.1, 0.05));
        Refused.Value("Edges", "'psi_sturges'", () => new MonitorRule(DriftMethods.PsiSturges, 0.1, edges: [1, 2]));
        Refused.Value("Edges", "1 follows 2", () => new MonitorRule(DriftMethods.PsiEdges, 0.1, edges: [2, 1]));
        Refused.Value("Edges", "NaN", () => new MonitorRule(DriftMethods.PsiEdges, 0.1, edges: [double.NaN]));
    }

    [Fact]
    public void A_rule_between_edges_that_nobody_named_needs_whole_hours()
    {
        MonitorRule[] rules = [new(DriftMethods.PsiEdges, 0.1)];
        MonitorRule[] named = [new(DriftMethods.PsiEdges, 0.1, edges: [1])];
        var odd = TimeSpan.FromMinutes(90);
        var reference = MonitorReference.Fixed(new TimeWindow(Noon.AddMinutes(-1), Noon));

        Refused.Value("Rules", "whole hours", () => Monitor(new() { Rules = rules, Every = odd }));
        Refused.Value("Rules", "whole hours", () => Monitor(new() { Rules = rules, Reference = reference }));
        Refused.Value("Rules", "actual_value", () => Monitor(
            new() { Rules = [new(DriftMethods.PsiEdges, 0.1, feature: "actual_value")] }));
        Assert.True(Monitor(new() { Rules = rules }).HasWholeHours);
        Assert.False(Monitor(new() { Rules = named, Every = odd }).HasWholeHours);
    }

    [Fact]
    public void Beside_a_baseline_only_its_own_bins_can_be_compared()
    {
        var reference = MonitorReference.Baseline(Guid.CreateVersion7(), new TimeWindow(Noon.AddDays(-9), Noon));

        Refused.Value("Rules", "psi_sturges", () => Monitor(new() { Rules = [Psi], Reference = reference }));
        Refused.Value("Rules", "with edges", () => Monitor(
            new() { Rules = [new(DriftMethods.PsiEdges, 0.1, edges: [1])], Reference = reference }));
        Refused.Value("Rules", "whole hours", () => Monitor(
            new() { Rules = [new(DriftMethods.PsiEdges, 0.1)], Every = TimeSpan.FromMinutes(30), Reference = reference }));
        var monitor = Monitor(new() { Rules = [new(DriftMethods.PsiNamed, 0.1)], Reference = reference });
        Assert.Equal(reference, monitor.Reference);
    }

    [Fact]
    public void A_rule_for_attributions_is_for_no_feature_and_there_is_one_at_most()
    {
        MonitorRule attributions = new(AttributionDrift.NdcgLoss, 0.2, 0.3);
        var monitor = Monitor(new() { Rules = [Psi, attributions] });

        Assert.Equal(DriftThreshold.StatisticAtLeast(0.2, 0.3), monitor.FindAttributionThreshold());
        Assert.Null(monitor.FindRule("country", isNumber: false));
        Assert.Equal(DriftThreshold.StatisticAtLeast(0.1), Monitor(new() { Rules = [Psi] }).FindAttributionThreshold());
        Refused.Value("Feature", "'age'", () => new MonitorRule(AttributionDrift.NdcgLoss, 0.2, feature: "age"));
        MonitorRule[] two = [attributions, new(AttributionDrift.NdcgLoss, 0.1)];
        Refused.Value("Rules", "attributions had two", () => Monitor(new() { Rules = two }));
    }

    [Fact]
    public void A_rule_is_the_same_after_a_way_through_JSON()
    {
        var rule = new MonitorRule(DriftMethods.PsiEdges, 0.1, 0.2, "age", [1.5, 2.5]);
        var read = Json.From(new[] { rule, Psi }).As<MonitorRule[]>()!;

        Assert.Equal((rule.Method, rule.Feature, rule.Threshold), (read[0].Method, read[0].Feature, read[0].Threshold));
        Assert.Equal([1.5, 2.5], read[0].Edges!);
        Assert.Equal(Psi, read[1]);
    }

    private static ServiceMonitor Monitor(MonitorSettings settings) => ServiceMonitor.Define("m", "churn", "oracle", Noon, settings);
}
