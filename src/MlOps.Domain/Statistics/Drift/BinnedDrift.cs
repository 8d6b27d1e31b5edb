using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>
/// Limits of statistics that need each number, for samples of which only the counts in the same bins are known. A number may be
/// anywhere in its bin, so the statistic of the numbers themselves is never outside the limits.
/// </summary>
public static class BinnedDrift
{
    // What a share of 0 is filled with is not above this.
    private const double LargestFill = 0.0001;

    /// <summary>The methods of which counts know only the limits, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Methods { get; } =
        [DriftMethods.KsBounds, DriftMethods.PsiSturgesBounds, DriftMethods.WassersteinBounds];

    /// <summary>Limits by one of <see cref="Methods"/>. Null if the range exceeds a double.</summary>
    public static StatisticBounds? Bound(string method, BinnedSample reference, BinnedSample current) =>
        Guard.Given(method, nameof(method)) switch
        {
            DriftMethods.KsBounds => BoundKolmogorovSmirnov(reference, current),
            DriftMethods.PsiSturgesBounds => BoundPsiSturges(reference, current),
            DriftMethods.WassersteinBounds => BoundWasserstein(reference, current),
            _ => throw new InvalidValueException("Method", $"must be one of {string.Join(", ", Methods)}; it was '{method}'"),
        };

    /// <summary>Limits of Kolmogorov and Smirnov's D.</summary>
    public static StatisticBounds BoundKolmogorovSmirnov(BinnedSample reference, BinnedSample current)
    {
        double lower = 0, upper = 0;
        foreach (var bin in Walk(reference, current))
        {
            lower = Math.Max(lower, Math.Abs(bin.Below));
            upper = Math.Max(upper, bin.Farthest);
        }

        return new(lower, Math.Min(upper, 1));
    }

    /// <summary>Limits of the area between both distribution functions. Null if the range exceeds a double.</summary>
    public static StatisticBounds? BoundWasserstein(BinnedSample reference, BinnedSample current)
    {
        var edges = FindLimits(reference, current);
        double lower = 0, upper = 0;
        foreach (var (bin, width) in Walk(reference, current).Zip(edges.Skip(1).Zip(edges, (to, from) => to - from)))
        {
            lower += bin.Nearest * width;
            upper += bin.Farthest * width;
        }

        // The area is not less than the distance of the means.
        if (reference.Mean is { } one && current.Mean is { } other)
            lower = Math.Max(lower, Math.Min(Math.Abs(one - other), upper));

        return double.IsFinite(upper) ? new(lower, upper) : null;
    }

    /// <summary>Limits of <see cref="DriftMethods.PsiSturges"/>. Null if the range exceeds a double.</summary>
    public static StatisticBounds? BoundPsiSturges(BinnedSample reference, BinnedSample current)
    {
        var limits = FindLimits(reference, current);
        if (NumberBins.Sturges(limits[0], limits[^1], reference.Size + current.Size) is not { Edges: var bins })
            return null;

        double lower = 0, upper = 0;
        for (var i = 0; i + 1 < bins.Count; i++)
        {
            var isLast = i + 2 == bins.Count;
            var p = BoundShare(reference, limits, bins[i], bins[i + 1], isLast);
            var q = BoundShare(current, limits, bins[i], bins[i + 1], isLast);
            lower += p.Lower <= q.Upper && q.Lower <= p.Upper ? 0 : Math.Min(Term(p.Lower, q.Upper), Term(p.Upper, q.Lower));
            upper += Math.Max(Term(p.Lower, q.Upper), Term(p.Upper, q.Lower));
        }

        return new(lower, upper);
    }

    // The share of an equal bin, after zeros are filled: with the bins that are within it for sure, and with those that touch it.
    private static StatisticBounds BoundShare(BinnedSample sample, List<double> limits, double from, double to, bool isLast)
    {
        long inside = 0, touching = 0;
        for (var i = 0; i < sample.Counts.Count; i++)
        {
            var (start, end) = (limits[i], limits[i + 1]);
            // Only the highest number of all can be at the end of its bin.
            var holdsEnd = end >= limits[^1];
            if (start < to || (isLast && start <= to))
                touching += end > from || (holdsEnd && end >= from) ? sample.Counts[i] : 0;

            if (start >= from && (end < to || (end <= to && (!holdsEnd || isLast))))
                inside += sample.Counts[i];
        }

        double least = (double)inside / sample.Size, most = (double)touching / sample.Size;
        return new(
            inside == 0 ? Math.Min(LargestFill / 100 / sample.Size, LargestFill) : least,
            inside == 0 ? Math.Max(most, LargestFill) : most);
    }

    private static double Term(double p, double q) => (p - q) * Math.Log(p / q);

    // The edges of the bins, with what can be in the open ones.
    private static List<double> FindLimits(BinnedSample reference, BinnedSample current)
    {
        RequireSameBins(reference, current);
        var lowest = Math.Min(reference.Lowest, current.Lowest);
        var highest = Math.Max(reference.Highest, current.Highest);
        return [lowest, .. reference.Edges.Select(edge => Math.Clamp(edge, lowest, highest)), highest];
    }

    private static IEnumerable<BinDistance> Walk(BinnedSample reference, BinnedSample current)
    {
        RequireSameBins(reference, current);
        long r = 0, c = 0;
        for (var i = 0; i < reference.Counts.Count; i++)
        {
            double Distance(long before, long now) => ((double)before / reference.Size) - ((double)now / current.Size);
            yield return new BinDistance(Distance(r, c), Distance(r, c + current.Counts[i]), Distance(r + reference.Counts[i], c));
            (r, c) = (r + reference.Counts[i], c + current.Counts[i]);
        }
    }

    private static void RequireSameBins(BinnedSample reference, BinnedSample current)
    {
        if (!Guard.Given(reference, nameof(reference)).Edges.SequenceEqual(Guard.Given(current, nameof(current)).Edges))
            throw new InvalidValueException(nameof(BinnedSample.Edges), "must be the same on both sides");
    }

    // The distance of both distribution functions: before a bin, and the least and the most it can be within.
    private readonly record struct BinDistance(double Below, double Least, double Most)
    {
        public double Nearest => Least > 0 ? Least : Most < 0 ? -Most : 0;

        public double Farthest => Math.Max(Math.Abs(Least), Math.Abs(Most));
    }
}
