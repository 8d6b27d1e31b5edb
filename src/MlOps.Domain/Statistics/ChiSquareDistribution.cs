namespace MlOps.Domain.Statistics;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquareDistribution
{
    /// <summary>The share above a point, exact also where it is tiny.</summary>
    public static double Survival(double x, double degreesOfFreedom) => IncompleteGamma.Upper(degreesOfFreedom / 2, x / 2);

    /// <summary>The share below a point.</summary>
    public static double Cdf(double x, double degreesOfFreedom) => IncompleteGamma.Lower(degreesOfFreedom / 2, x / 2);
}
