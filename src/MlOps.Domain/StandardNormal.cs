namespace MlOps.Domain;

/// <summary>The normal distribution with mean 0 and variance 1, to about 13 digits.</summary>
internal static class StandardNormal
{
    private const double Precise = 1e-17;

    /// <summary>How probable it is to lie at least as far from 0 as z, on either side.</summary>
    public static double TwoSidedPValue(double z) => ComplementaryError(Math.Abs(z) / Math.Sqrt(2));

    // Near 0 the error function's series of positive terms; further out, where 1 less that would lose digits, the continued
    // fraction of its complement, from its far end inwards.
    private static double ComplementaryError(double x)
    {
        var density = Math.Exp(-x * x) / Math.Sqrt(Math.PI);
        if (x < 2)
        {
            double term = 2 * x, sum = term;
            for (var n = 1; term > sum * Precise; n++)
                sum += term *= 2 * x * x / ((2 * n) + 1);

            return 1 - (density * sum);
        }

        var fraction = x;
        for (var n = 200; n > 0; n--)
            fraction = x + (n / 2.0 / fraction);

        return density / fraction;
    }
}
