namespace MlOps.Domain.Monitoring;

/// <summary>The numbers that a monitoring run computed for its window.</summary>
public sealed record MonitoringFindings
{
    public int NumPredictions { get; init; }

    /// <summary>The share of positive predictions, from 0 to 1.</summary>
    public double? PositiveRate { get; init; }

    public double? ProbabilityMean { get; init; }

    public double? ProbabilityStd { get; init; }

    public double? Entropy { get; init; }

    public bool DatasetDriftDetected { get; init; }

    /// <summary>The share of features that drifted, from 0 to 1.</summary>
    public double FeatureDriftRatio { get; init; }

    public int NumDriftedFeatures { get; init; }

    /// <summary>A reference to the summary of the drift.</summary>
    public string? DriftSummaryRef { get; init; }

    /// <summary>A reference to the report of the drift.</summary>
    public string? DriftReportRef { get; init; }
}
