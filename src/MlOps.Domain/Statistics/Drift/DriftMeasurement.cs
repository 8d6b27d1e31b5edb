namespace MlOps.Domain.Statistics.Drift;

/// <summary>How far current data is from its reference by one method.</summary>
public sealed record DriftMeasurement
{
    public const int MaxMethodLength = 100;

    /// <param name="method">The id of the method: see <see cref="DriftMethods"/>.</param>
    /// <param name="statistic">The computed number. Null if the data does not define it.</param>
    /// <param name="referenceSize">The number of values of the reference that were used.</param>
    /// <param name="currentSize">The number of current values that were used.</param>
    public DriftMeasurement(string method, double? statistic, long referenceSize, long currentSize)
    {
        Method = Guard.Text(method, nameof(Method), MaxMethodLength);
        Statistic = Guard.Finite(statistic, nameof(Statistic));
        ReferenceSize = Guard.NotNegative(referenceSize, nameof(ReferenceSize));
        CurrentSize = Guard.NotNegative(currentSize, nameof(CurrentSize));
    }

    public string Method { get; }

    /// <summary>Null if the data does not define the statistic: without a value on one side, for instance.</summary>
    public double? Statistic { get; }

    public long ReferenceSize { get; }

    public long CurrentSize { get; }

    /// <summary>Null if the method is not a test, or the statistic is null.</summary>
    public double? PValue { get; init => field = Guard.Between(value, 0, 1, nameof(PValue)); }

    /// <summary>The counts that were compared. Null if the method does not count, or the statistic is null.</summary>
    public ComparedCounts? Counts { get; init; }

    // Statistics of numbers near the limits of a double can exceed it. They are undefined then.
    internal static DriftMeasurement Create(string method, double statistic, long referenceSize, long currentSize) =>
        new(method, double.IsFinite(statistic) ? statistic : null, referenceSize, currentSize);
}
