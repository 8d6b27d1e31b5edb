namespace MlOps.Domain.Evolution;

/// <summary>The measurements of a trial of code.</summary>
public sealed record CodeMeasurements
{
    internal static readonly CodeMeasurements None = new();

    /// <summary>From 0 to 1.</summary>
    public double? QualityScore { get; init; }

    public TimeSpan? ExecutionTime { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>All other measurements.</summary>
    public MetricSet Metrics { get; init; } = MetricSet.Empty;
}
