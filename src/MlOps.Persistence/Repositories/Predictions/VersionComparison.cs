namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>Two versions by the predictions that they made in the same window.</summary>
public sealed record VersionComparison(ErrorStatistics First, ErrorStatistics Second)
{
    /// <summary>By how much the second's mean error is greater; below zero it is the better one.</summary>
    public double? Difference => Second.AverageError - First.AverageError;

    /// <summary>The standard error of that difference, if both have two labels or more.</summary>
    public double? StandardError =>
        First.ErrorSpread is { } first && Second.ErrorSpread is { } second
            ? Math.Sqrt((first * first / First.Labelled) + (second * second / Second.Labelled))
            : null;
}
