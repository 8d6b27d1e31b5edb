namespace MlOps.Domain.Statistics.Performance;

/// <summary>The predictions with a score in one range. For a calibrated model, both numbers are about the same.</summary>
public sealed record CalibrationBin
{
    /// <summary>The lowest score.</summary>
    public double From { get; init; }

    /// <summary>The score below which all are. The last bin includes it.</summary>
    public double To { get; init; }

    public long Count { get; init; }

    /// <summary>Null without a prediction.</summary>
    public double? MeanScore { get; init; }

    /// <summary>The share of those that were positive. Null without a prediction.</summary>
    public double? PositiveShare { get; init; }
}
