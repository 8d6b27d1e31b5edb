namespace MlOps.Domain.Statistics.Samples;

/// <summary>Numbers of which only the counts in bins are known, with the lowest, the highest and the mean.</summary>
public sealed class BinnedSample
{
    /// <param name="edges">The edges of the bins, ascending. The outer bins are open.</param>
    /// <param name="counts">The counts of the bins, one more than there are edges.</param>
    /// <param name="lowest">The lowest number.</param>
    /// <param name="highest">The highest number.</param>
    /// <param name="mean">The mean, if it is known.</param>
    public BinnedSample(IReadOnlyList<double> edges, IReadOnlyList<long> counts, double lowest, double highest, double? mean = null)
    {
        Edges = NumberBins.FromEdges(edges).Edges;
        Counts = Guard.Given(counts, nameof(Counts));
        if (Counts.Count != Edges.Count + 1)
            throw new InvalidValueException(
                nameof(Counts), $"must be one more than there are edges; there were {Counts.Count} and {Edges.Count}");

        foreach (var count in counts)
            Size += Guard.NotNegative(count, nameof(Counts));

        if (Size == 0)
            throw new InvalidValueException(nameof(Counts), "must be of one number or more; they were all 0");

        (Lowest, Highest) = (Guard.Finite(lowest, nameof(Lowest)), Guard.Finite(highest, nameof(Highest)));
        if (Lowest > Highest)
            throw new InvalidValueException(
                nameof(Lowest), $"must not be above {nameof(Highest)}; they were {Guard.Show(Lowest)} and {Guard.Show(Highest)}");

        Mean = Guard.Finite(mean, nameof(Mean));
    }

    public IReadOnlyList<double> Edges { get; }

    public IReadOnlyList<long> Counts { get; }

    public long Size { get; }

    public double Lowest { get; }

    public double Highest { get; }

    public double? Mean { get; }
}
