namespace MlOps.Domain.Statistics;

/// <summary>Finds the quantiles of a distribution that is symmetric about 0.</summary>
internal static class QuantileSearch
{
    private const int MaxSteps = 5000;

    /// <summary>The point with a given probability below it.</summary>
    /// <param name="probability">The probability, between 0 and 1.</param>
    /// <param name="survival">The probability above a point.</param>
    /// <param name="density">
    /// The density, which must fall above 0: Newton's steps then approach the point from the left and never pass it.
    /// </param>
    public static double Find(double probability, Func<double, double> survival, Func<double, double> density)
    {
        Guard.Between(probability, double.Epsilon, Math.BitDecrement(1), "probability");
        if (probability == 0.5)
            return 0;

        var tail = Math.Min(probability, 1 - probability);
        var point = 1e-12;
        for (var step = 0; step < MaxSteps; step++)
        {
            var next = point + ((survival(point) - tail) / density(point));
            if (next <= point || next - point <= point * 1e-16)
                break;

            point = next;
        }

        return probability < 0.5 ? -point : point;
    }
}
