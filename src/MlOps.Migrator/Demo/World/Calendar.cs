using MlOps.Domain;

namespace MlOps.Migrator.Demo.World;

/// <summary>The days of the demo, which are those of UTC. The first one is day 1.</summary>
internal sealed record Calendar(DateTimeOffset Start)
{
    /// <summary>The days that a first run plays.</summary>
    public const int Days = 14;

    /// <summary>From this day on, some of the world is another one.</summary>
    public const int ChangeDay = 9;

    // Jobs run, and people act, after the end of a day.
    private static readonly TimeSpan Evening = TimeSpan.FromMinutes(30);

    /// <summary>The models were registered at this time, before day 1.</summary>
    public DateTimeOffset Registered => Start.AddHours(-1);

    public DateTimeOffset PastStart => Start.AddDays(-10);

    /// <summary>The end of what the first versions learned from.</summary>
    public DateTimeOffset PastEnd => Start.AddDays(-1);

    /// <summary>The calendar of a first run: its last day has just ended.</summary>
    public static Calendar EndingAt(DateTimeOffset now) =>
        new(new DateTimeOffset((now - Evening).UtcDateTime.Date, TimeSpan.Zero).AddDays(-Days));

    /// <summary>The calendar of models that are registered already.</summary>
    public static Calendar Of(DateTimeOffset registered) => new(registered.AddHours(1));

    public DateTimeOffset StartOf(int day) => Start.AddDays(day - 1);

    public DateTimeOffset EndOf(int day) => StartOf(day + 1);

    public TimeWindow WindowOf(int day) => new(StartOf(day), EndOf(day));

    /// <summary>When the jobs run after a day.</summary>
    public DateTimeOffset JobsOf(int day) => EndOf(day).AddMinutes(10);

    /// <summary>When people act after a day.</summary>
    public DateTimeOffset EveningOf(int day) => EndOf(day).AddMinutes(20);

    /// <summary>The day of a time.</summary>
    public int DayOf(DateTimeOffset at) => (int)Math.Floor((at - Start).TotalDays) + 1;

    /// <summary>The number of days that are over, with their evening.</summary>
    public int CountEnded(DateTimeOffset now) => Math.Max(0, DayOf(now - Evening) - 1);

    public static bool HasChanged(int day) => day >= ChangeDay;
}
