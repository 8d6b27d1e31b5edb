using System.Globalization;

namespace MlOps.Postgres.Slices;

/// <summary>One period of an aggregate: a range of time, and the range of UUIDv7 ids that are made in it.</summary>
public readonly record struct Slice
{
    /// <summary>The first year that an id can hold.</summary>
    internal const int MinYear = 1970;

    /// <summary>The last year of which the end of each slice is a time.</summary>
    internal const int MaxYear = 9998;

    private const int FirstYear = 2000;
    private const int EndYear = 2100;

    private Slice(SliceInterval interval, DateTimeOffset start)
    {
        Interval = interval;
        Start = start;
        End = interval == SliceInterval.Month ? start.AddMonths(1) : start.AddDays(1);
    }

    public SliceInterval Interval { get; }

    /// <summary>Included, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Excluded.</summary>
    public DateTimeOffset End { get; }

    public Guid FirstId => TimeOrderedId.Lowest(Start);

    public Guid EndId => TimeOrderedId.Lowest(End);

    /// <summary>What the names of its partitions end with: 2026_11, or 2026_11_21.</summary>
    public string Suffix => Start.ToString(Format(Interval), CultureInfo.InvariantCulture);

    /// <summary>The slice of a moment.</summary>
    public static Slice Containing(DateTimeOffset moment, SliceInterval interval)
    {
        var utc = moment.ToUniversalTime();
        return new Slice(interval, interval == SliceInterval.Month
            ? new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero)
            : new DateTimeOffset(utc.Date, TimeSpan.Zero));
    }

    /// <summary>
    /// The slice of an id; null if the id holds no time, or a time that only a broken clock can have.
    /// </summary>
    public static Slice? OfId(Guid id, SliceInterval interval) =>
        TimeOrderedId.TimeOf(id) is { Year: >= FirstYear and < EndYear } moment ? Containing(moment, interval) : null;

    /// <summary>All slices that a span of time touches, in their order.</summary>
    public static IEnumerable<Slice> Between(DateTimeOffset from, DateTimeOffset to, SliceInterval interval)
    {
        for (var slice = Containing(from, interval); slice.Start <= to; slice = new Slice(interval, slice.End))
            yield return slice;
    }

    /// <summary>The slice of a moment, with so many before and after it, in their order.</summary>
    public static IEnumerable<Slice> Around(DateTimeOffset moment, int behind, int ahead, SliceInterval interval)
    {
        var present = Containing(moment, interval).Start;
        return Enumerable.Range(-behind, behind + 1 + ahead).Select(i =>
            Containing(interval == SliceInterval.Month ? present.AddMonths(i) : present.AddDays(i), interval));
    }

    /// <summary>The beginning of the first slice that is not among some, from a moment on.</summary>
    public static DateTimeOffset FirstMissing(DateTimeOffset moment, IReadOnlySet<Slice> slices, SliceInterval interval)
    {
        var slice = Containing(moment, interval);
        while (slices.Contains(slice))
            slice = new Slice(interval, slice.End);

        return slice.Start;
    }

    /// <summary>The slice of a partition, by what its name ends with; null if nothing of ours ends so.</summary>
    public static Slice? OfSuffix(string suffix, SliceInterval interval) => DateTimeOffset.TryParseExact(
        suffix, Format(interval), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? new(interval, start) : null;

    private static string Format(SliceInterval interval) => interval == SliceInterval.Month ? "yyyy_MM" : "yyyy_MM_dd";
}
