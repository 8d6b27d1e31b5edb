namespace MlOps.Domain.Statistics;

/// <summary>The regularised incomplete beta function, to about 13 digits.</summary>
public static class IncompleteBeta
{
    /// <summary>I(x; a, b): from 0 at x = 0 to 1 at x = 1.</summary>
    public static double Regularised(double a, double b, double x) =>
        Regularised(a, b, Guard.Between(x, 0, 1, "x"), 1 - x);

    /// <summary>The same for a caller that knows y = 1 - x exactly. The subtraction would lose digits near 1.</summary>
    internal static double Regularised(double a, double b, double x, double y)
    {
        Guard.Positive(a, "a");
        Guard.Positive(b, "b");
        return x <= 0 ? 0
            : y <= 0 ? 1
            : ((a + b) * y) >= b ? Fraction(a, b, x, y)
            : 1 - Fraction(b, a, y, x);
    }

    /// <summary>x^a y^b / B(a, b).</summary>
    internal static double Prefix(double a, double b, double x, double y)
    {
        var n = a + b;
        var exponent = GammaParts.StirlingError(n) - GammaParts.StirlingError(a) - GammaParts.StirlingError(b)
            - GammaParts.Deviance(a, n * x) - GammaParts.Deviance(b, n * y);
        return Math.Exp(exponent) * Math.Sqrt(a / n * b / (2 * Math.PI));
    }

    // DiDonato and Morris, 1992. Unlike the better known fraction, it subtracts nothing from 1, which would lose digits
    // for large parameters.
    private static double Fraction(double a, double b, double x, double y)
    {
        // This is a - (a + b) x, computed from the one of x and y that is not rounded to 1.
        var excess = x < y ? a - ((a + b) * x) : ((a + b) * y) - b;
        var fraction = new ContinuedFraction(a / (a + 1) * (excess + 1));
        for (var n = 1; ; n++)
        {
            var middle = a + (2 * n) - 1;
            var change = n * (b - n) * x / middle;
            if (!fraction.Step(
                (a + n - 1) / middle * (a + b + n - 1) * change * x,
                n + change + ((a + n) / (middle + 2) * (excess + 1 + (n * (1 + y))))))
                return Prefix(a, b, x, y) * fraction.Value;
        }
    }
}
