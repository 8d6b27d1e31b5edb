namespace MlOps.Domain.Statistics;

/// <summary>What a test needs of many numbers: their count, mean and sample variance (with n - 1).</summary>
public readonly record struct Moments
{
    public Moments(long count, double mean, double variance)
    {
        Count = Guard.NotNegative(count, nameof(Count));
        Mean = Guard.Finite(mean, nameof(Mean));
        Variance = Guard.NotNegative(variance, nameof(Variance));
    }

    public long Count { get; }

    public double Mean { get; }

    public double Variance { get; }

    public static Moments FromValues(IEnumerable<double> values) =>
        Guard.Given(values, nameof(values)).Aggregate(default(Moments), (sum, value) => sum + new Moments(1, value, 0));

    // Two passes, since one loses the digits of numbers that are far from 0 and near to each other.
    internal static Moments FromAll(ReadOnlySpan<double> values)
    {
        double shift = 0, distance = 0, squares = 0;
        foreach (var value in values)
            shift += value - values[0];

        var mean = values[0] + (shift / values.Length);
        foreach (var value in values)
        {
            distance += value - mean;
            squares += (value - mean) * (value - mean);
        }

        // The mean is rounded. The sum of the distances corrects for that.
        var variance = values.Length < 2 ? 0 : (squares - (distance * distance / values.Length)) / (values.Length - 1);
        return new Moments(values.Length, mean, Math.Max(0, variance));
    }

    /// <summary>The moments of all numbers of both sides together.</summary>
    public static Moments operator +(Moments left, Moments right)
    {
        if (left.Count == 0 || right.Count == 0)
            return left.Count == 0 ? right : left;

        var count = checked(left.Count + right.Count);
        var (distance, share) = (right.Mean - left.Mean, (double)right.Count / count);
        var squares = (left.Variance * (left.Count - 1)) + (right.Variance * (right.Count - 1))
            + (distance * distance * left.Count * share);
        return new Moments(count, left.Mean + (distance * share), squares / (count - 1));
    }

    /// <summary>The variance of the mean, which is its uncertainty.</summary>
    internal double VarianceOfMean => Variance / Count;

    /// <summary>The deviation of the numbers themselves (with n), rather than an estimate for those behind them.</summary>
    internal double PopulationDeviation => Count == 0 ? 0 : Math.Sqrt(Variance * ((double)(Count - 1) / Count));
}
