namespace MlOps.Domain.Statistics;

/// <summary>
/// The parts of the densities of the gamma and beta families. Powers and gamma functions of large numbers would lose
/// the digits that their quotient needs. These two functions preserve them (C. Loader, 2000).
/// </summary>
internal static class GammaParts
{
    // From here on, the series below has the full precision of a double.
    private const double LargeEnough = 16;

    // Beyond this relative distance, the logarithm is precise enough and cheaper than the series.
    private const double MaxSeriesDistance = 0.5;

    /// <summary>The difference between ln(z!) and Stirling's approximation, for z above 0.</summary>
    public static double StirlingError(double z)
    {
        var error = 0.0;
        for (; z < LargeEnough; z++)
            error += ((z + 0.5) * Math.Log((z + 1) / z)) - 1;

        var square = z * z;
        var last = (1 / 1188.0) - (691 / 360360.0 / square);
        var inner = (1 / 1260.0) - (((1 / 1680.0) - (last / square)) / square);
        return error + (((1 / 12.0) - (((1 / 360.0) - (inner / square)) / square)) / z);
    }

    /// <summary>x ln(x / mean) + mean - x, which is small if x is near the mean.</summary>
    public static double Deviance(double x, double mean)
    {
        var distance = (x - mean) / (x + mean);
        if (Math.Abs(distance) >= MaxSeriesDistance)
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
