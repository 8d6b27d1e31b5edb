namespace MlOps.Domain.Statistics;

/// <summary>Pearson's test of observed counts against expected ones.</summary>
internal static class ChiSquareTest
{
    /// <summary>The statistic and its p-value. Without a degree of freedom, the counts cannot differ: the p-value is 1.</summary>
    public static (double Statistic, double PValue) Run(
        IEnumerable<(double Observed, double Expected)> cells, int degreesOfFreedom)
    {
        var statistic = cells.Sum(cell => (cell.Observed - cell.Expected) * (cell.Observed - cell.Expected) / cell.Expected);
        return (statistic, degreesOfFreedom == 0 ? 1 : ChiSquareDistribution.Survival(statistic, degreesOfFreedom));
    }
}
