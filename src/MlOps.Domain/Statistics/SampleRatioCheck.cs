namespace MlOps.Domain.Statistics;

/// <summary>
/// Whether those who take part were assigned in the shares that were planned. If not, the assignment has a fault, and
/// nothing that was measured can be trusted.
/// </summary>
public sealed record SampleRatioCheck
{
    /// <summary>Below this p-value it is alarm.</summary>
    public const double AlarmBelow = 0.001;

    private SampleRatioCheck(double chiSquare, double pValue)
    {
        ChiSquare = chiSquare;
        PValue = pValue;
    }

    public double ChiSquare { get; }

    public double PValue { get; }

    public bool IsMismatch => PValue < AlarmBelow;

    /// <param name="assigned">How many each variant got.</param>
    /// <param name="plannedShares">How much of all it was to get. Their sum need not be 1.</param>
    public static SampleRatioCheck Of(IReadOnlyList<long> assigned, IReadOnlyList<double> plannedShares)
    {
        if (Guard.Given(assigned, nameof(assigned)).Count < 2)
            throw new InvalidValueException("Assigned", $"must hold two variants or more; it held {assigned.Count}");

        if (Guard.Given(plannedShares, nameof(plannedShares)).Count != assigned.Count)
            throw new InvalidValueException(
                "PlannedShares", $"must hold a share for each of the {assigned.Count} variants; it held {plannedShares.Count}");

        var counts = assigned.Select(count => (double)Guard.NotNegative(count, "Assigned")).ToList();
        var whole = plannedShares.Sum(share => Guard.Positive(share, "PlannedShares"));
        var total = counts.Sum();
        if (total == 0)
            return new SampleRatioCheck(0, 1);

        var chiSquare = counts.Zip(plannedShares, (count, share) => (count, Expected: total * (share / whole)))
            .Sum(pair => (pair.count - pair.Expected) * (pair.count - pair.Expected) / pair.Expected);
        return new SampleRatioCheck(chiSquare, ChiSquareDistribution.Survival(chiSquare, counts.Count - 1));
    }
}
