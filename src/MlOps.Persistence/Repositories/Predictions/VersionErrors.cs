namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The errors of two versions in the same window.</summary>
public sealed record VersionErrors(ErrorStatistics First, ErrorStatistics Second)
{
    /// <summary>The mean error of the second minus that of the first. Below zero the second is better.</summary>
    public double? Difference => Second.AverageError - First.AverageError;

    /// <summary>The standard error of the difference, if both have at least two labels.</summary>
    public double? StandardError =>
        First.ErrorSpread is { } first && Second.ErrorSpread is { } second
            ? Math.Sqrt((first * first / First.Labelled) + (second * second / Second.Labelled))
            : null;
}
