namespace MlOps.Domain.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>The probability below a point.</summary>
    public static double Cdf(double z) => Survival(-z);

    /// <summary>The probability above a point, exact even if it is tiny.</summary>
    public static double Survival(double z) => Erfc(z / Math.Sqrt(2), z * z / 2) / 2;

    /// <summary>The probability at least as far from 0, on both sides.</summary>
    public static double TwoSided(double z) => 2 * Survival(Math.Abs(z));

    /// <summary>The point with a given probability below it.</summary>
    public static double Quantile(double probability) => QuantileSearch.Find(probability, Survival, Density);

    /// <summary>The complementary error function.</summary>
    public static double Erfc(double x) => Erfc(x, x * x);

    // The square is a parameter of its own, since squaring the root again would lose digits in the far tail.
    private static double Erfc(double x, double square) =>
        x >= 0 ? IncompleteGamma.Upper(0.5, square) : 1 + IncompleteGamma.Lower(0.5, square);

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
