using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Predictions;

namespace MlOps.Domain.Monitoring;

/// <summary>
/// The state of predictions in the hours before one moment: of those that a monitor watches, or of all of them. It never changes. What
/// comes late is in the next revision of the window.
/// </summary>
public sealed class MonitoringRun : Entity
{
    public const int MaxReferenceLength = 2000;

    /// <summary>Windows end at whole seconds, and a second has this many microseconds.</summary>
    public const int MaxRevision = 1_000_000;

    private readonly HashSet<PerformanceMetric> _performance = [];

    private MonitoringRun()
    {
    }

    private MonitoringRun(DateTimeOffset timestamp, int lookbackHours, MonitoringFindings findings, DateTimeOffset at)
        : base(at)
    {
        Timestamp = Guard.Time(timestamp, nameof(Timestamp));
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

    /// <summary>
    /// The end of the hours. For each revision after the first it is a microsecond later, so the latest run is the newest revision.
    /// </summary>
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

    /// <summary>The monitor that watched. Null if another job did.</summary>
    public Guid? MonitorId { get; private set; }

    /// <summary>The monitor. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ServiceMonitor? Monitor { get; private set; }

    /// <summary>The performance of the window, as far as it was loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<PerformanceMetric> Performance => _performance;

    /// <summary>How often the window was evaluated, this run included. Null without a monitor.</summary>
    public int? Revision { get; private set; }

    /// <summary>How many predictions of the window have a label. Null without a monitor.</summary>
    public int? NumLabelled { get; private set; }

    /// <summary>The hash of the ids and scores of the window. Null without a monitor.</summary>
    public long? PredictionsHash { get; private set; }

    /// <summary>The hash of the ids and labels of the window. Null without a monitor.</summary>
    public long? LabelsHash { get; private set; }

    /// <summary>The hash of the ids and scores of the reference. Null without a monitor.</summary>
    public long? ReferenceHash { get; private set; }

    /// <summary>What the run read. Null without a monitor.</summary>
    public WindowHashes? Hashes => (PredictionsHash, LabelsHash, ReferenceHash) is ({ } predictions, { } labels, { } reference)
        ? new WindowHashes(predictions, labels, reference)
        : null;

    /// <summary>The end of the window.</summary>
    public DateTimeOffset WindowEnd => Timestamp.AddMicroseconds(-((Revision ?? 1) - 1));

    /// <summary>Records the state of all predictions.</summary>
    public static MonitoringRun Record(DateTimeOffset timestamp, int lookbackHours, MonitoringFindings findings) =>
        new(timestamp, lookbackHours, findings, timestamp);

    /// <summary>Records the state of the predictions of a monitor's window.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="windowEnd">The end of the window.</param>
    /// <param name="revision">1 for the first evaluation of the window.</param>
    /// <param name="findings">What came out.</param>
    /// <param name="numLabelled">How many predictions of the window have a label.</param>
    /// <param name="hashes">What the run read.</param>
    /// <param name="at">The present.</param>
    public static MonitoringRun Record(
        ServiceMonitor monitor,
        DateTimeOffset windowEnd,
        int revision,
        MonitoringFindings findings,
        int numLabelled,
        WindowHashes hashes,
        DateTimeOffset at)
    {
        Guard.Given(monitor, nameof(Monitor));
        Guard.Given(hashes, nameof(Hashes));
        var number = Guard.Between(revision, 1, MaxRevision, nameof(Revision));
        var timestamp = Guard.Time(windowEnd, nameof(WindowEnd)).AddMicroseconds(number - 1);
        var run = new MonitoringRun(timestamp, monitor.LookbackHours, findings, at)
        {
            MonitorId = monitor.Id,
            Revision = number,
            NumLabelled = Guard.Between(numLabelled, 0, findings.NumPredictions, nameof(NumLabelled)),
            PredictionsHash = hashes.PredictionsHash,
            LabelsHash = hashes.LabelsHash,
            ReferenceHash = hashes.ReferenceHash,
        };
        run.InheritTenantFrom(monitor);
        return run;
    }
}
