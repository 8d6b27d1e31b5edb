namespace MlOps.Domain.Statistics;

/// <summary>Finds the point of a symmetric distribution that a share of it lies below.</summary>
internal static class Quantile
{
    private const int MostSteps = 5000;

    /// <param name="probability">The share, between 0 and 1.</param>
    /// <param name="survival">The share above a point.</param>
    /// <param name="density">Which falls above 0: Newton's steps then come from the left and never pass the point.</param>
    public static double Of(double probability, Func<double, double> survival, Func<double, double> density)
    {
        Guard.Between(probability, double.Epsilon, Math.BitDecrement(1), "probability");
        if (probability == 0.5)
            return 0;

        var tail = Math.Min(probability, 1 - probability);
        var point = 1e-12;
        for (var step = 0; step < MostSteps; step++)
        {
            var next = point + ((survival(point) - tail) / density(point));
            if (next <= point || next - point <= point * 1e-16)
                break;

            point = next;
        }

        return probability < 0.5 ? -point : point;
    }
}
