namespace MlOps.Domain.Statistics.Samples;

/// <summary>Divides numbers into bins. A bin includes its lower edge, and not its upper one.</summary>
public sealed class NumberBins
{
    private const int Parts = 10;

    // What a skewness of 0 can become by rounding.
    private const double LeastSkewness = 1e-9;

    private NumberBins(IReadOnlyList<double> edges, BinEnds ends) => (Edges, Ends) = (edges, ends);

    /// <summary>The edges in ascending order.</summary>
    public IReadOnlyList<double> Edges { get; }

    public BinEnds Ends { get; }

    /// <summary>The number of bins, with those outside the edges.</summary>
    public int Count => Ends switch
    {
        BinEnds.Open => Edges.Count + 1,
        BinEnds.Leftover => Edges.Count,
        _ => Edges.Count - 1,
    };

    /// <summary>Bins with fixed edges. The outer ones are open. Equal edges count once.</summary>
    /// <param name="edges">One or more finite numbers in ascending order.</param>
    public static NumberBins FromEdges(IReadOnlyList<double> edges)
    {
        RequireAscending(edges);
        return new NumberBins([.. edges.Distinct()], BinEnds.Open);
    }

    /// <summary>
    /// Equal bins over the range of both samples together, by Sturges's rule: log2(n) + 1, rounded up. If all numbers are equal,
    /// the only bin reaches 0.5 to each side. Null without a finite number, or if the range exceeds a double.
    /// </summary>
    public static NumberBins? Sturges(NumberSample reference, NumberSample current)
    {
        var size = (long)Guard.Given(reference, nameof(reference)).Size + Guard.Given(current, nameof(current)).Size;
        return size == 0
            ? null
            : DivideRange(
                Math.Min(reference.Minimum ?? double.MaxValue, current.Minimum ?? double.MaxValue),
                Math.Max(reference.Maximum ?? double.MinValue, current.Maximum ?? double.MinValue),
                Math.Log2(size) + 1,
                BinEnds.Closed);
    }

    /// <summary>The same for numbers of which only the lowest and the highest are known.</summary>
    internal static NumberBins? Sturges(double lowest, double highest, long size) =>
        DivideRange(lowest, highest, Math.Log2(size) + 1, BinEnds.Closed);

    /// <summary>
    /// Bins between the deciles of the reference, the outer ones open. Equal deciles count once. Null without a finite number.
    /// </summary>
    public static NumberBins? Deciles(NumberSample reference) => Guard.Given(reference, nameof(reference)).Size == 0
        ? null
        : FromEdges([.. Enumerable.Range(1, Parts - 1).Select(part => reference.Quantile((double)part / Parts)!.Value)]);

    /// <summary>
    /// Equal bins over the range of the reference, by Doane's rule, which has more bins for a skewed sample, and one bin for all
    /// numbers outside. Null if the reference has no moments.
    /// </summary>
    public static NumberBins? Doane(NumberSample reference)
    {
        if (Guard.Given(reference, nameof(reference)).Moments is not { } moments)
            return null;

        var n = (double)reference.Size;
        var deviation = moments.PopulationDeviation;
        var wanted = 1.0;
        if (n > 2 && deviation > 0)
        {
            var skewness = 0.0;
            foreach (var value in reference.Values)
                skewness += Math.Pow((value - moments.Mean) / deviation, 3) / n;

            var size = Math.Abs(skewness) < LeastSkewness ? 0 : Math.Abs(skewness);
            wanted += Math.Log2(n) + Math.Log2(1 + (size / Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)))));
        }

        return DivideRange(reference.Minimum!.Value, reference.Maximum!.Value, wanted, BinEnds.Leftover);
    }

    /// <summary>The number of values of a sample in each bin.</summary>
    public IReadOnlyList<long> CountValues(NumberSample sample)
    {
        Guard.Given(sample, nameof(sample));
        var below = Edges.Select(edge => (long)sample.CountBelow(edge)).ToList();
        if (Ends == BinEnds.Open)
            return [below[0], .. below.Skip(1).Append(sample.Size).Zip(below, (upper, lower) => upper - lower)];

        below[^1] = sample.CountUpTo(Edges[^1]);
        var inside = below.Skip(1).Zip(below, (upper, lower) => upper - lower);
        return Ends == BinEnds.Closed ? [.. inside] : [.. inside, sample.Size - (below[^1] - below[0])];
    }

    // Equal bins of numbers that are very near to each other repeat an edge, and have a count for each bin all the same.
    internal static NumberBins Restore(IReadOnlyList<double> edges, BinEnds ends)
    {
        RequireAscending(edges);
        return new NumberBins([.. edges], ends);
    }

    private static void RequireAscending(IReadOnlyList<double> edges)
    {
        if (Guard.Given(edges, nameof(edges)).Count == 0)
            throw new InvalidValueException(nameof(Edges), "must be one or more; there was none");

        for (var at = 0; at < edges.Count; at++)
        {
            Guard.Finite(edges[at], nameof(Edges));
            if (at > 0 && edges[at] < edges[at - 1])
                throw new InvalidValueException(
                    nameof(Edges), $"must ascend; {Guard.Show(edges[at - 1])} was before {Guard.Show(edges[at])}");
        }
    }

    // The arithmetic is NumPy's, step by step, so that the same numbers fall into the same bins.
    private static NumberBins? DivideRange(double from, double to, double wanted, BinEnds ends)
    {
        var range = to - from;
        if (!double.IsFinite(range))
            return null;

        if (range == 0)
            return new NumberBins([from - 0.5, to + 0.5], ends);

        var width = range / wanted;
        var count = width == 0 ? 1 : (int)Math.Ceiling(range / width);
        var step = range / count;
        return new NumberBins([.. Enumerable.Range(0, count).Select(at => from + (at * step)), to], ends);
    }
}
