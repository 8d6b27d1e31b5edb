namespace MlOps.Domain.Statistics;

/// <summary>Student's t distribution, with degrees of freedom that need not be whole.</summary>
public static class StudentTDistribution
{
    // From here on, it differs from the normal distribution by less than the rounding error.
    private const double AsGoodAsNormal = 1e15;

    /// <summary>The probability below a point.</summary>
    public static double Cdf(double t, double degreesOfFreedom) => Survival(-t, degreesOfFreedom);

    /// <summary>The probability above a point, exact even if it is tiny.</summary>
    public static double Survival(double t, double degreesOfFreedom)
    {
        var tail = TwoSided(t, degreesOfFreedom) / 2;
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The probability at least as far from 0, on both sides.</summary>
    public static double TwoSided(double t, double degreesOfFreedom)
    {
        Guard.Positive(degreesOfFreedom, nameof(degreesOfFreedom));
        if (degreesOfFreedom > AsGoodAsNormal)
            return NormalDistribution.TwoSided(t);

        var (x, y) = Shares(t, degreesOfFreedom);
        return IncompleteBeta.Regularised(degreesOfFreedom / 2, 0.5, x, y);
    }

    /// <summary>The point with a given probability below it.</summary>
    public static double Quantile(double probability, double degreesOfFreedom) => degreesOfFreedom > AsGoodAsNormal
        ? NormalDistribution.Quantile(probability)
        : QuantileSearch.Find(probability, t => Survival(t, degreesOfFreedom), t => Density(t, degreesOfFreedom));

    private static double Density(double t, double degreesOfFreedom)
    {
        var (x, y) = Shares(t, degreesOfFreedom);
        return IncompleteBeta.Prefix(degreesOfFreedom / 2, 0.5, x, y) / t;
    }

    private static (double X, double Y) Shares(double t, double degreesOfFreedom)
    {
        var ratio = t / degreesOfFreedom * t;
        return (1 / (1 + ratio), 1 / (1 + (1 / ratio)));
    }
}
