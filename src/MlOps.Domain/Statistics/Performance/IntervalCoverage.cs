namespace MlOps.Domain.Statistics.Performance;

/// <summary>
/// How often the actual number lay within the interval that was predicted for it. A row counts if it has an interval and a finite
/// actual number.
/// </summary>
public sealed record IntervalCoverage
{
    private IntervalCoverage(long rows, long count, long covered) => (Rows, Count, Covered) = (rows, count, covered);

    /// <summary>All rows, with those that do not count.</summary>
    public long Rows { get; }

    /// <summary>The rows that count.</summary>
    public long Count { get; }

    /// <summary>The rows with the actual number within the interval or at one of its ends.</summary>
    public long Covered { get; }

    /// <summary>The share of rows that are covered. Null without a row that counts.</summary>
    public double? Share => Count == 0 ? null : (double)Covered / Count;

    /// <param name="outcomes">The interval and the actual number of each row.</param>
    public static IntervalCoverage Measure(IEnumerable<(ConfidenceInterval? Interval, double? Actual)> outcomes)
    {
        long rows = 0, count = 0, covered = 0;
        foreach (var (interval, actual) in Guard.Given(outcomes, nameof(outcomes)))
        {
            rows++;
            if (interval is not { } range || actual is not { } number || !double.IsFinite(number))
                continue;

            count++;
            if (number >= range.Lower && number <= range.Upper)
                covered++;
        }

        return new IntervalCoverage(rows, count, covered);
    }
}
