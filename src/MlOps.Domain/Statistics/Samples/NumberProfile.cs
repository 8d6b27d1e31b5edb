namespace MlOps.Domain.Statistics.Samples;

/// <summary>What is worth knowing about a sample of numbers. A number that its few values do not define is null.</summary>
public sealed record NumberProfile
{
    public required SampleCounts Counts { get; init; }

    /// <summary>The mean of the finite numbers.</summary>
    public double? Mean { get; init; }

    /// <summary>The sample deviation (with n - 1). Null for fewer than two numbers.</summary>
    public double? Deviation { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>The probabilities of the quantiles.</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>A quantile for each probability. Null without a finite number.</summary>
    public required IReadOnlyList<double?> Quantiles { get; init; }

    /// <summary>The bins of the histogram, if one was wanted.</summary>
    public NumberBins? Bins { get; init; }

    /// <summary>The number of values in each bin.</summary>
    public required IReadOnlyList<long> BinCounts { get; init; }
}
