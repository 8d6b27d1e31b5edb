namespace MlOps.Domain.Statistics;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquareDistribution
{
    /// <summary>The probability above a point, exact even if it is tiny.</summary>
    public static double Survival(double x, double degreesOfFreedom) =>
        IncompleteGamma.Upper(degreesOfFreedom / 2, x / 2);

    /// <summary>The probability below a point.</summary>
    public static double Cdf(double x, double degreesOfFreedom) => IncompleteGamma.Lower(degreesOfFreedom / 2, x / 2);
}
