using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Monitoring;

/// <summary>The state of all predictions in the hours before one moment, which has one run. It never changes.</summary>
public sealed class MonitoringRun : Entity
{
    public const int MaxReferenceLength = 2000;

    private MonitoringRun()
    {
    }

    private MonitoringRun(DateTimeOffset timestamp, int lookbackHours, MonitoringFindings findings)
        : base(timestamp)
    {
        Timestamp = CreatedAt;
        LookbackHours = Guard.AtLeast(lookbackHours, 1, nameof(LookbackHours));
        Guard.Given(findings, nameof(findings));
        NumPredictions = Guard.NotNegative(findings.NumPredictions, nameof(NumPredictions));
        PositiveRate = Guard.Between(findings.PositiveRate, 0, 1, nameof(PositiveRate));
        ProbabilityMean = Guard.Between(findings.ProbabilityMean, 0, 1, nameof(ProbabilityMean));
        ProbabilityStd = Guard.NotNegative(findings.ProbabilityStd, nameof(ProbabilityStd));
        Entropy = Guard.NotNegative(findings.Entropy, nameof(Entropy));
        DatasetDriftDetected = findings.DatasetDriftDetected;
        FeatureDriftRatio = Guard.Between(findings.FeatureDriftRatio, 0, 1, nameof(FeatureDriftRatio));
        NumDriftedFeatures = Guard.NotNegative(findings.NumDriftedFeatures, nameof(NumDriftedFeatures));
        DriftSummaryRef = Guard.OptionalText(findings.DriftSummaryRef, nameof(DriftSummaryRef), MaxReferenceLength);
        DriftReportRef = Guard.OptionalText(findings.DriftReportRef, nameof(DriftReportRef), MaxReferenceLength);
    }

    public DateTimeOffset Timestamp { get; private set; }

    public int LookbackHours { get; private set; }

    public int NumPredictions { get; private set; }

    public double? PositiveRate { get; private set; }

    public double? ProbabilityMean { get; private set; }

    public double? ProbabilityStd { get; private set; }

    public double? Entropy { get; private set; }

    public bool DatasetDriftDetected { get; private set; }

    public double FeatureDriftRatio { get; private set; }

    public int NumDriftedFeatures { get; private set; }

    [MaxLength(MaxReferenceLength)]
    public string? DriftSummaryRef { get; private set; }

    [MaxLength(MaxReferenceLength)]
    public string? DriftReportRef { get; private set; }

    public static MonitoringRun Record(DateTimeOffset timestamp, int lookbackHours, MonitoringFindings findings) =>
        new(timestamp, lookbackHours, findings);
}
