namespace MlOps.Domain.Statistics;

/// <summary>
/// Checks whether the participants were assigned in the planned shares. If not, the assignment has a fault, and no
/// measurement can be trusted.
/// </summary>
public sealed record SampleRatioCheck
{
    /// <summary>A p-value below this raises an alarm.</summary>
    public const double AlarmBelow = 0.001;

    private SampleRatioCheck(double chiSquare, double pValue)
    {
        ChiSquare = chiSquare;
        PValue = pValue;
    }

    public double ChiSquare { get; }

    public double PValue { get; }

    public bool IsMismatch => PValue < AlarmBelow;

    /// <param name="assigned">The number of participants of each variant.</param>
    /// <param name="plannedShares">The planned share of each variant. The sum need not be 1.</param>
    public static SampleRatioCheck Run(IReadOnlyList<long> assigned, IReadOnlyList<double> plannedShares)
    {
        if (Guard.Given(assigned, nameof(assigned)).Count < 2)
            throw new InvalidValueException("Assigned", $"must hold two variants or more; it held {assigned.Count}");

        if (Guard.Given(plannedShares, nameof(plannedShares)).Count != assigned.Count)
            throw new InvalidValueException(
                "PlannedShares",
                $"must hold a share for each of the {assigned.Count} variants; it held {plannedShares.Count}");

        var counts = assigned.Select(count => (double)Guard.NotNegative(count, "Assigned")).ToList();
        var whole = plannedShares.Sum(share => Guard.Positive(share, "PlannedShares"));
        var total = counts.Sum();
        if (total == 0)
            return new SampleRatioCheck(0, 1);

        var (chiSquare, pValue) = ChiSquareTest.Run(
            counts.Zip(plannedShares, (count, share) => (count, total * (share / whole))), counts.Count - 1);
        return new SampleRatioCheck(chiSquare, pValue);
    }
}
