namespace MlOps.Domain.Statistics.Drift;

/// <summary>How far two lists of shares are from each other.</summary>
internal static class Divergence
{
    /// <summary>The population stability index. It needs shares above 0.</summary>
    public static double ComputePsi(double[] reference, double[] current) =>
        reference.Zip(current, (r, c) => (r - c) * Math.Log(r / c)).Sum();

    /// <summary>The divergence of the reference from the current shares, in nats. It needs current shares above 0.</summary>
    public static double ComputeKullbackLeibler(double[] reference, double[] current)
    {
        var (referenceSum, currentSum) = (reference.Sum(), current.Sum());
        var sum = reference.Zip(current, (r, c) => WeighRatio(r / referenceSum, c / currentSum)).Sum();
        return Math.Max(0, sum);
    }

    /// <summary>The root of the mean divergence of both lists from their mean.</summary>
    /// <param name="reference">The shares of the reference.</param>
    /// <param name="current">The current shares.</param>
    /// <param name="unit">What the logarithms are divided by: 1 for nats, ln 2 for bits.</param>
    public static double ComputeJensenShannon(double[] reference, double[] current, double unit)
    {
        var sum = reference.Zip(current, (r, c) => WeighRatio(r, (r + c) / 2) + WeighRatio(c, (r + c) / 2)).Sum();
        return Math.Sqrt(Math.Max(0, sum) / 2 / unit);
    }

    public static double ComputeHellinger(double[] reference, double[] current)
    {
        var sum = reference.Zip(current, (r, c) => Math.Sqrt(r) - Math.Sqrt(c)).Sum(difference => difference * difference);
        return Math.Sqrt(sum / 2);
    }

    public static double ComputeLInfinity(double[] reference, double[] current) =>
        reference.Zip(current, (r, c) => Math.Abs(r - c)).Max();

    public static double ComputeTotalVariation(double[] reference, double[] current) =>
        reference.Zip(current, (r, c) => Math.Abs(r - c)).Sum() / 2;

    private static double WeighRatio(double share, double other) => share == 0 ? 0 : share * Math.Log(share / other);
}
