namespace MlOps.Domain.Statistics.Performance;

/// <summary>
/// How good predicted numbers are. A row counts if both of its numbers are finite. Without a row that counts, or if a result
/// exceeds a double, the result is null.
/// </summary>
public sealed record RegressorPerformance
{
    private RegressorPerformance(long rows, List<double> errors)
    {
        Rows = rows;
        Count = errors.Count;
        MeanAbsoluteError = AverageOf(errors, Math.Abs);
        RootMeanSquareError = AverageOf(errors, error => error * error) is { } square ? Math.Sqrt(square) : null;
        MeanError = AverageOf(errors, error => error);
    }

    /// <summary>All rows, with those that do not count.</summary>
    public long Rows { get; }

    /// <summary>The rows that count.</summary>
    public long Count { get; }

    public double? MeanAbsoluteError { get; }

    public double? RootMeanSquareError { get; }

    /// <summary>The mean of predicted minus actual numbers: positive if predictions are too high.</summary>
    public double? MeanError { get; }

    /// <param name="outcomes">The predicted and the actual number of each row.</param>
    public static RegressorPerformance Measure(IEnumerable<(double? Predicted, double? Actual)> outcomes)
    {
        var errors = new List<double>();
        var rows = 0L;
        foreach (var (predicted, actual) in Guard.Given(outcomes, nameof(outcomes)))
        {
            rows++;
            if (predicted is { } guess && actual is { } truth && double.IsFinite(guess) && double.IsFinite(truth))
                errors.Add(guess - truth);
        }

        return new RegressorPerformance(rows, errors);
    }

    private static double? AverageOf(List<double> errors, Func<double, double> part)
    {
        var average = errors.Sum(part) / errors.Count;
        return double.IsFinite(average) ? average : null;
    }
}
