namespace MlOps.Domain.Governance;

/// <summary>The times at which a job is due: a fixed span apart, counted from the start of 1970 in UTC.</summary>
public sealed record JobSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <param name="every">The span from one due time to the next: from a second to 366 days.</param>
    /// <param name="offset">How long after a multiple of that span the job is due.</param>
    public JobSchedule(TimeSpan every, TimeSpan offset = default)
    {
        Every = RequireBetween(every, Shortest, Longest, nameof(Every));
        Offset = RequireBetween(offset, TimeSpan.Zero, Every - TimeSpan.FromMicroseconds(1), nameof(Offset));
    }

    public TimeSpan Every { get; }

    public TimeSpan Offset { get; }

    /// <summary>The last due time that is not after a moment.</summary>
    public DateTimeOffset FindLatest(DateTimeOffset at)
    {
        var time = Guard.Time(at, nameof(at));
        return Guard.Time(time - SinceLatest(time), "DueAt");
    }

    /// <summary>The first due time after a moment.</summary>
    public DateTimeOffset FindNext(DateTimeOffset after)
    {
        var time = Guard.Time(after, nameof(after));
        return Guard.Time(time - SinceLatest(time) + Every, "DueAt");
    }

    // C#'s remainder of a time before the first one is negative.
    private TimeSpan SinceLatest(DateTimeOffset time)
    {
        var sinceFirst = time - (DateTimeOffset.UnixEpoch + Offset);
        return new TimeSpan(((sinceFirst.Ticks % Every.Ticks) + Every.Ticks) % Every.Ticks);
    }

    private static TimeSpan RequireBetween(TimeSpan value, TimeSpan from, TimeSpan to, string property)
    {
        var span = Guard.NotNegative(value, property);
        return span >= from && span <= to
            ? span
            : throw new InvalidValueException(property, $"must be from {from} to {to}; it was {value}");
    }
}
