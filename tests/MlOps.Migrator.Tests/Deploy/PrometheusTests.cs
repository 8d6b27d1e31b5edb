using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Domain.Monitoring;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.Deploy;

[NeedsNoServer]
public sealed partial class PrometheusTests
{
    private static readonly string Alerts = DeployFolder.Read("prometheus/alerts.yml");
    private static readonly string Trials = DeployFolder.Read("prometheus/alerts.test.yml");

    [Fact]
    public Task Each_alert_fires_beyond_its_threshold_and_not_at_it() =>
        Tool.AssertPassesAsync("promtool", "test", "rules", "prometheus/alerts.test.yml");

    [Fact]
    public Task Prometheus_takes_the_settings_and_the_rules() =>
        Tool.AssertPassesAsync("promtool", "check", "config", "prometheus/prometheus.yml");

    [Fact]
    public void Each_alert_is_tried_when_all_is_well_and_when_it_is_not()
    {
        var names = AlertName().Matches(Alerts).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(25, names.Distinct().Count());
        Assert.All(names, name =>
        {
            Assert.Contains($"{{alertname: {name}, eval_time: 15m, exp_alerts: []}}", Trials, StringComparison.Ordinal);
            Assert.Matches($@"alertname: {name}\n +eval_time: \d+m\n +exp_alerts:\n +- exp_labels", Trials);
        });
    }

    [Fact]
    public void The_thresholds_are_those_of_the_rules_that_every_tenant_has()
    {
        // The server shows both of these itself, and needs no job for it. The second one is in seconds there.
        string[] ofWriters = [AlertMetrics.WriterQueue, AlertMetrics.WriteLatencyMs];
        var rules = DefaultAlertRules.Create(DateTimeOffset.UnixEpoch);
        Assert.Equal(
            rules.Where(rule => !ofWriters.Contains(rule.Metric)).Select(rule => Describe(
                rule.Metric, rule.Condition == AlertCondition.Above ? ">" : "<", rule.Threshold, rule.Severity.ToString())).Order(),
            RuleValue().Matches(Alerts).Select(match => Describe(
                match.Groups["metric"].Value, match.Groups["compared"].Value,
                double.Parse(match.Groups["threshold"].Value, CultureInfo.InvariantCulture), match.Groups["severity"].Value)).Order());
        Assert.All(rules.Where(rule => rule.Metric == AlertMetrics.WriterQueue), rule => Assert.Contains(
            $"expr: mlops_writer_queue_length > {rule.Threshold.ToString(CultureInfo.InvariantCulture)}\n", Alerts,
            StringComparison.Ordinal));
        Assert.Equal(100, rules.Single(rule => rule.Metric == AlertMetrics.WriteLatencyMs).Threshold);
        Assert.Contains("mlops_writer_flush_duration_seconds_count[5m]) > 0.1\n", Alerts, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metrics_have_the_names_of_their_instruments()
    {
        var instruments = ((string[])["Ingestion/Writing/WriterMeter.cs", "Alerts/RuleMeter.cs"])
            .Select(file => File.ReadAllText(Path.Combine(Repository.Root, "src", "MlOps.Persistence", file)))
            .SelectMany(text => Instrument().Matches(text))
            .Select(match => NameInPrometheus(match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value)).ToList();
        Assert.Equal(12, instruments.Count);
        Assert.All(
            Metric().Matches(Alerts).Select(match => Suffix().Replace(match.Value, "")).Distinct(),
            name => Assert.Contains(name, instruments));
    }

    private static string Describe(string metric, string compared, double threshold, string severity) =>
        string.Create(CultureInfo.InvariantCulture, $"{metric} {compared} {threshold} {severity.ToLowerInvariant()}");

    // As the exporter of OpenTelemetry makes it. A unit in braces is none.
    private static string NameInPrometheus(string kind, string name, string unit) =>
        name.Replace('.', '_') + unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (kind == "Counter" ? "_total" : "");

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(
        @"mlops_rule_value\{metric=""(?<metric>\w+)""\} (?<compared>[<>]) (?<threshold>\S+)\n" +
        @"(?: +for: \w+\n)? +labels: \{severity: (?<severity>\w+)\}")]
    private static partial Regex RuleValue();

    [GeneratedRegex(
        @"Create(?:Observable)?(?<kind>Counter|Histogram|Gauge)(?:<\w+>)?\(\s*" +
        @"""(?<name>[^""]+)"",(?:[^;""]*,)? (?:null|""(?<unit>[^""]+)""),")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"mlops_(writer|rule)_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex("_(sum|count|bucket)$")]
    private static partial Regex Suffix();
}
