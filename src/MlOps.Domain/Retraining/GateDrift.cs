namespace MlOps.Domain.Retraining;

/// <summary>What a monitor of the model found in its newest window.</summary>
public sealed record GateDrift
{
    public required Guid MonitoringRunId { get; init; }

    public required string Monitor { get; init; }

    public required DateTimeOffset WindowEnd { get; init; }

    public required double FeatureDriftRatio { get; init; }

    public required int NumDriftedFeatures { get; init; }

    public required bool DatasetDriftDetected { get; init; }
}
