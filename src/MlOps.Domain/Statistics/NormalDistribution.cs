namespace MlOps.Domain.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>The share below a point.</summary>
    public static double Cdf(double z) => Survival(-z);

    /// <summary>The share above a point, exact also where it is tiny.</summary>
    public static double Survival(double z) => Erfc(z / Math.Sqrt(2), z * z / 2) / 2;

    /// <summary>The share at least as far from 0, on both sides.</summary>
    public static double TwoSided(double z) => 2 * Survival(Math.Abs(z));

    /// <summary>The point that a share lies below.</summary>
    public static double Quantile(double probability) => Statistics.Quantile.Of(probability, Survival, Density);

    /// <summary>The complementary error function.</summary>
    public static double Erfc(double x) => Erfc(x, x * x);

    // The square comes along, since a root that is squared again would lose digits of the far tail.
    private static double Erfc(double x, double square) =>
        x >= 0 ? IncompleteGamma.Upper(0.5, square) : 1 + IncompleteGamma.Lower(0.5, square);

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
