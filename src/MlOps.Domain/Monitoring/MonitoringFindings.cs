namespace MlOps.Domain.Monitoring;

/// <summary>What a monitoring run computed over its window.</summary>
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

    /// <summary>Where the summary of the drift lies.</summary>
    public string? DriftSummaryRef { get; init; }

    /// <summary>Where the report of the drift lies.</summary>
    public string? DriftReportRef { get; init; }
}
