using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class MonitoringRunTests
{
    [Fact]
    public void A_run_has_the_time_from_which_it_looks_back()
    {
        var run = MonitoringRun.Record(Sample.Time.AddTicks(5), 24, new());

        Assert.Equal((Sample.Time, Sample.Time, 24), (run.Timestamp, run.CreatedAt, run.LookbackHours));
    }

    [Fact]
    public void Each_revision_of_a_window_is_a_microsecond_later_and_knows_the_end_of_the_window()
    {
        var monitor = ServiceMonitor.Define("m", "churn", "oracle", Sample.Time, new() { LookbackHours = 6 });
        var end = new DateTimeOffset(2026, 3, 14, 15, 0, 0, TimeSpan.Zero);
        var hashes = new WindowHashes(1, 2, 3);

        var third = MonitoringRun.Record(monitor, end, 3, new() { NumPredictions = 4 }, 2, hashes, Sample.Time);

        Assert.Equal((end.AddMicroseconds(2), end, 3), (third.Timestamp, third.WindowEnd, third.Revision));
        Assert.Equal((monitor.Id, 6, Sample.Time), (third.MonitorId, third.LookbackHours, third.CreatedAt));
        Assert.Equal((2, hashes), (third.NumLabelled, third.Hashes));
        Refused.Value("NumLabelled", "1", () => MonitoringRun.Record(monitor, end, 1, new(), 1, hashes, Sample.Time));
        Refused.Value("Revision", "0", () => MonitoringRun.Record(monitor, end, 0, new(), 0, hashes, Sample.Time));
        Refused.Value("Revision", "1000001", () => MonitoringRun.Record(monitor, end, 1_000_001, new(), 0, hashes, Sample.Time));
    }

    [Fact]
    public void A_run_without_predictions_has_no_rates()
    {
        var run = MonitoringRun.Record(Sample.Time, 1, new());

        Assert.Equal((0, 0, 0), (run.NumPredictions, run.NumDriftedFeatures, run.FeatureDriftRatio));
        Assert.Equal(
            (null, null, null, null), (run.PositiveRate, run.ProbabilityMean, run.ProbabilityStd, run.Entropy));
        Assert.False(run.DatasetDriftDetected);
    }

    [Fact]
    public void Findings_are_not_confused()
    {
        var findings = new MonitoringFindings
        {
            NumPredictions = 1,
            PositiveRate = 0.1,
            ProbabilityMean = 0.2,
            ProbabilityStd = 0.3,
            Entropy = 0.4,
            FeatureDriftRatio = 0.5,
            NumDriftedFeatures = 2,
            DriftSummaryRef = "summary",
            DriftReportRef = "report",
        };
        var run = MonitoringRun.Record(Sample.Time, 1, findings);

        Assert.Equal(
            (1, 0.1, 0.2, 0.3, 0.4),
            (run.NumPredictions, run.PositiveRate, run.ProbabilityMean, run.ProbabilityStd, run.Entropy));
        Assert.Equal(
            (0.5, 2, "summary", "report"),
            (run.FeatureDriftRatio, run.NumDriftedFeatures, run.DriftSummaryRef, run.DriftReportRef));
    }

    [Fact]
    public void The_longest_reference_is_accepted_and_a_longer_one_refused()
    {
        var reference = new string('r', MonitoringRun.MaxReferenceLength);

        Assert.Equal(
            reference, MonitoringRun.Record(Sample.Time, 1, new() { DriftReportRef = reference }).DriftReportRef);
        Refused.Value(
            "DriftReportRef",
            "2001",
            () => MonitoringRun.Record(Sample.Time, 1, new() { DriftReportRef = reference + "r" }));
    }
}
