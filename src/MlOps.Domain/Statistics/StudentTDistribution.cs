namespace MlOps.Domain.Statistics;

/// <summary>Student's t distribution, with degrees of freedom that need not be whole.</summary>
public static class StudentTDistribution
{
    // It differs from the normal one by less than rounding.
    private const double AsGoodAsNormal = 1e15;

    /// <summary>The share below a point.</summary>
    public static double Cdf(double t, double degreesOfFreedom) => Survival(-t, degreesOfFreedom);

    /// <summary>The share above a point, exact also where it is tiny.</summary>
    public static double Survival(double t, double degreesOfFreedom)
    {
        var tail = TwoSided(t, degreesOfFreedom) / 2;
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The share at least as far from 0, on both sides.</summary>
    public static double TwoSided(double t, double degreesOfFreedom)
    {
        Guard.Positive(degreesOfFreedom, nameof(degreesOfFreedom));
        if (degreesOfFreedom > AsGoodAsNormal)
            return NormalDistribution.TwoSided(t);

        var (x, y) = Shares(t, degreesOfFreedom);
        return IncompleteBeta.Regularised(degreesOfFreedom / 2, 0.5, x, y);
    }

    /// <summary>The point that a share lies below.</summary>
    public static double Quantile(double probability, double degreesOfFreedom) => degreesOfFreedom > AsGoodAsNormal
        ? NormalDistribution.Quantile(probability)
        : Statistics.Quantile.Of(
            probability,
            t => Survival(t, degreesOfFreedom),
            t => Shares(t, degreesOfFreedom) is var (x, y) ? IncompleteBeta.Prefix(degreesOfFreedom / 2, 0.5, x, y) / t : 0);

    private static (double X, double Y) Shares(double t, double degreesOfFreedom)
    {
        var ratio = t / degreesOfFreedom * t;
        return (1 / (1 + ratio), 1 / (1 + (1 / ratio)));
    }
}
