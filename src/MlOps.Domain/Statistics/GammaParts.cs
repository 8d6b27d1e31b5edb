namespace MlOps.Domain.Statistics;

/// <summary>
/// What densities of the gamma and beta families are made of. Powers and gamma functions of large numbers would lose the
/// digits that their quotient needs; these two keep them (C. Loader, 2000).
/// </summary>
internal static class GammaParts
{
    // From here on the series below has all digits of a double.
    private const double LargeEnough = 16;

    // Of the argument's relative distance: beyond it the logarithm loses less than the series costs.
    private const double Near = 0.5;

    /// <summary>By how much ln(z!) exceeds Stirling's approximation of it, for z above 0.</summary>
    public static double StirlingError(double z)
    {
        var error = 0.0;
        for (; z < LargeEnough; z++)
            error += ((z + 0.5) * Math.Log((z + 1) / z)) - 1;

        var square = z * z;
        return error + ((1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - (1 / 1188.0 - (691 / 360360.0 / square)) / square) / square) / square) / square) / z);
    }

    /// <summary>x ln(x / mean) + mean - x, which is small where x is near the mean.</summary>
    public static double Deviance(double x, double mean)
    {
        var distance = (x - mean) / (x + mean);
        if (Math.Abs(distance) >= Near)
            return (x * Math.Log(x / mean)) + mean - x;

        // ln(x / mean) is twice the inverse hyperbolic tangent of the distance.
        var (sum, square, power) = ((x - mean) * distance, distance * distance, 2 * x * distance);
        for (var n = 3; ; n += 2)
        {
            power *= square;
            var next = sum + (power / n);
            if (next == sum)
                return sum;

            sum = next;
        }
    }
}
