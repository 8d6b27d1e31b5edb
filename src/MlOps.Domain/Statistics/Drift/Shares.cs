namespace MlOps.Domain.Statistics.Drift;

/// <summary>Counts as shares of their sum, and what replaces a share of 0 where a logarithm needs it.</summary>
internal static class Shares
{
    private const double Small = 0.0001;
    private const double MuchSmaller = 1e-6;

    public static double[] FromCounts(IReadOnlyList<long> counts)
    {
        var total = (double)counts.Sum();
        return [.. counts.Select(count => count / total)];
    }

    /// <summary>Each share of 0 becomes 0.0001, or a millionth of the smallest other share if that is not above 0.0001.</summary>
    public static double[] FillZeros(double[] shares)
    {
        var smallest = shares.Where(share => share > 0).Min();
        return RaiseTo(shares, smallest <= Small ? smallest * MuchSmaller : Small);
    }

    public static double[] RaiseTo(double[] shares, double floor) => [.. shares.Select(share => Math.Max(share, floor))];
}
