using MlOps.Domain;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring.Months;

/// <summary>What happens in the month.</summary>
internal static class MonthScript
{
    public const int Days = 30;
    public const int WindowHours = 12;
    private const int PredictionsPerHour = 12;

    public static readonly DateTimeOffset Start = new(Sample.Noon.UtcDateTime.Date, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Day(Days);

    /// <summary>The inputs are others in the third week.</summary>
    public static readonly TimeWindow Drift = new(Day(14), Day(21));

    /// <summary>The fixed reference of one of the monitors.</summary>
    public static readonly TimeWindow Reference = new(Day(0), Day(2));

    private static readonly TimeWindow LongPause = new(Day(5).AddHours(1), Day(6).AddHours(1));
    private static readonly TimeWindow ShortPause = new(Day(9).AddHours(10), Day(9).AddHours(15));
    private static readonly TimeWindow ServiceOutage = new(Day(10).AddHours(5), Day(11).AddHours(3));
    private static readonly TimeWindow NetworkOutage = new(Day(8).AddHours(2), Day(8).AddHours(9));
    private static readonly TimeWindow BothVersions = new(Day(12), Day(15));

    /// <summary>When something is stored, and the jobs run unless nobody runs them.</summary>
    public static IEnumerable<DateTimeOffset> Ticks => Enumerable.Range(1, Days * 24)
        .Select(hour => Start.AddHours(hour))
        .Where(time => time.Hour % WindowHours == 0 || time == ShortPause.End || time == LongPause.End);

    public static bool RunsJobs(DateTimeOffset time) => !Holds(LongPause, time) && !Holds(ShortPause, time);

    public static List<KnownPrediction> Create(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, Days * 24).Select(hour => Start.AddHours(hour))
                .Where(hour => !Holds(ServiceOutage, hour))
                .SelectMany(hour => Enumerable.Range(0, PredictionsPerHour).Select(i => hour.AddMinutes(i * 5)))
                .Select(at => Predict(random, at)),
        ];
    }

    private static DateTimeOffset Day(double day) => Start.AddDays(day);

    private static bool Holds(TimeWindow window, DateTimeOffset time) => time >= window.Start && time < window.End;

    private static KnownPrediction Predict(Random random, DateTimeOffset at)
    {
        var hasDrifted = Holds(Drift, at);
        var score = random.Next(40) switch { 0 => 0, 1 => 1, 2 => 1.25, _ => random.NextDouble() };
        return new KnownPrediction
        {
            At = at,
            ArrivesAt = FindArrival(random, at),
            Age = random.Next(25) switch { 0 => null, 1 => double.NaN, _ => 40 + (10 * Normal.Next(random)) + (hasDrifted ? 15 : 0) },
            // Rounded, so that many are equal.
            Income = random.Next(30) == 0 ? null : Math.Round(Math.Exp(Normal.Next(random) + (hasDrifted ? 1.5 : 0)), 1),
            Country = Pick(random, hasDrifted ? "iiiiiiiffd" : "fffffddii-"),
            Plan = Pick(random, hasDrifted ? "ppppppppsb" : "bbbbsssspp"),
            Score = score,
            Version = random.Next(30) == 0 ? null
                : at < BothVersions.Start || (Holds(BothVersions, at) && random.Next(2) == 0) ? "v1" : "v2",
            Labels = random.Next(4) == 0 ? [] : Label(random, at, random.NextDouble() < score ? 1 : 0),
        };
    }

    private static DateTimeOffset FindArrival(Random random, DateTimeOffset at) =>
        Holds(NetworkOutage, at) ? NetworkOutage.End.AddHours(11)
        : at.Day is 1 or 5 or 13 or 21 && random.Next(20) == 0 ? at.AddHours(random.Next(2, 40))
        : at;

    // Some labels of a few days were wrong.
    private static KnownLabel[] Label(Random random, DateTimeOffset at, double value)
    {
        var label = new KnownLabel(at.AddDays(3), value);
        return at.Day is 4 or 17 && random.Next(10) == 0 ? [label, new(at.AddDays(4), 1 - value)] : [label];
    }

    private static string? Pick(Random random, string letters) => letters[random.Next(letters.Length)] switch
    {
        'f' => "fr",
        'd' => "de",
        'i' => "it",
        '-' => null,
        var plan => plan.ToString(),
    };
}
