namespace MlOps.Domain.Statistics;

/// <summary>The regularised incomplete gamma function, to about 13 digits in both tails.</summary>
public static class IncompleteGamma
{
    /// <summary>P(a, x): from 0 at x = 0 to 1.</summary>
    public static double Lower(double a, double x) =>
        Check(a, x) == 0 ? 0
        : double.IsPositiveInfinity(x) ? 1
        : x < a + 1 ? Series(a, x)
        : 1 - Fraction(a, x);

    /// <summary>Q(a, x) = 1 - P(a, x), exact even if it is tiny.</summary>
    public static double Upper(double a, double x) =>
        Check(a, x) == 0 ? 1
        : double.IsPositiveInfinity(x) ? 0
        : x < a + 1 ? 1 - Series(a, x)
        : Fraction(a, x);

    private static double Check(double a, double x)
    {
        Guard.Positive(a, "a");
        return Guard.Between(x, 0, double.PositiveInfinity, "x");
    }

    private static double Series(double a, double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return Prefix(a, x) * sum;
    }

    private static double Fraction(double a, double x)
    {
        var fraction = new ContinuedFraction(x + 1 - a);
        for (var n = 1; fraction.Step(n * (a - n), x + 1 - a + (2 * n)); n++)
        {
        }

        return a * Prefix(a, x) * fraction.Value;
    }

    /// <summary>x^a e^-x / Γ(a + 1).</summary>
    private static double Prefix(double a, double x) =>
        Math.Exp(-GammaParts.StirlingError(a) - GammaParts.Deviance(a, x)) / Math.Sqrt(2 * Math.PI * a);
}
