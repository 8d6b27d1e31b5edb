namespace MlOps.Domain.Statistics.Samples;

/// <summary>
/// The finite numbers of a sample in ascending order. Missing values, NaN and infinities are counted and used for nothing
/// else, so that all statistics are about the same numbers. The order of the rows does not matter.
/// </summary>
public sealed class NumberSample
{
    // The sum of the squares of this many numbers, as far apart as this, is below the largest double.
    private const double MaxRangeOfMoments = 1e149;

    private readonly double[] _values;

    private NumberSample(double[] sorted, SampleCounts counts)
    {
        _values = sorted;
        Counts = counts;
        if (sorted.Length > 0 && sorted[^1] - sorted[0] <= MaxRangeOfMoments)
            Moments = Statistics.Moments.FromAll(sorted);
    }

    public SampleCounts Counts { get; }

    /// <summary>The finite numbers in ascending order.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The number of finite numbers.</summary>
    public int Size => _values.Length;

    public double? Minimum => Size == 0 ? null : _values[0];

    public double? Maximum => Size == 0 ? null : _values[^1];

    /// <summary>
    /// Mean and variance. Null without a finite number, and if two numbers are more than 1e149 apart, since their square could
    /// exceed a double.
    /// </summary>
    public Moments? Moments { get; }

    /// <param name="values">A value for each row: null if it is missing.</param>
    public static NumberSample FromValues(IEnumerable<double?> values)
    {
        var finite = new List<double>();
        long missing = 0, notANumber = 0, infinite = 0;
        foreach (var value in Guard.Given(values, nameof(values)))
        {
            if (value is not { } number)
                missing++;
            else if (double.IsNaN(number))
                notANumber++;
            else if (double.IsInfinity(number))
                infinite++;
            else
                finite.Add(number);
        }

        double[] sorted = [.. finite];
        Array.Sort(sorted);
        return new NumberSample(sorted, new SampleCounts
        {
            Missing = missing,
            NotANumber = notANumber,
            Infinite = infinite,
            Finite = sorted.Length,
        });
    }

    /// <summary>
    /// The number below which a share of the numbers lies, with linear interpolation between neighbours, as PostgreSQL's
    /// percentile_cont and NumPy do it. Null without a finite number.
    /// </summary>
    public double? Quantile(double probability)
    {
        Guard.Between(probability, 0, 1, nameof(probability));
        if (Size == 0)
            return null;

        var position = probability * (Size - 1);
        var below = (int)Math.Floor(position);
        var (low, high) = (_values[below], _values[Math.Min(below + 1, Size - 1)]);
        var between = low + ((position - below) * (high - low));
        // The distance between two numbers can exceed a double.
        return double.IsFinite(between) ? between : (low * (1 - (position - below))) + (high * (position - below));
    }

    /// <summary>Describes the sample.</summary>
    /// <param name="probabilities">The probabilities of the wanted quantiles.</param>
    /// <param name="bins">The bins of the histogram. Null for none.</param>
    public NumberProfile Describe(IReadOnlyList<double> probabilities, NumberBins? bins = null) => new()
    {
        Counts = Counts,
        Mean = Moments?.Mean,
        Deviation = Size < 2 || Moments is not { } moments ? null : Math.Sqrt(moments.Variance),
        Minimum = Minimum,
        Maximum = Maximum,
        Probabilities = [.. Guard.Given(probabilities, nameof(probabilities))],
        Quantiles = [.. probabilities.Select(Quantile)],
        Bins = bins,
        BinCounts = bins?.CountValues(this) ?? [],
    };

    /// <summary>The number of values below a number.</summary>
    internal int CountBelow(double number) => CountWhile(value => value < number);

    /// <summary>The number of values below a number or equal to it.</summary>
    internal int CountUpTo(double number) => CountWhile(value => value <= number);

    private int CountWhile(Func<double, bool> holds)
    {
        var (from, to) = (0, Size);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            if (holds(_values[middle]))
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }
}
