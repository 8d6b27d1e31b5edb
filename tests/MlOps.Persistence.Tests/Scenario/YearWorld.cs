using MlOps.Persistence.Tests.Monitoring;
using MlOps.Persistence.Tests.Monitoring.Expectations;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>Draws the questions and their truth, by one rule before the drift and by another one after it.</summary>
internal static class YearWorld
{
    private const int DaysUntilLabel = 3;
    private const int DaysUntilCorrection = 30;

    /// <summary>The rule before the drift, which the first version knows.</summary>
    public static readonly LogisticModel Before = new([-1.8, 1.8, 1.2, 0.8, 0]);

    private static readonly LogisticModel After = new([0.5, -1.6, 0.9, -0.5, 0.5]);

    public static List<YearCase> Draw(int seed, int perDay, DateTimeOffset drift)
    {
        var random = new Random(seed);
        return
        [
            .. from day in Enumerable.Range(0, YearScript.Weeks * 7)
               from i in Enumerable.Range(0, perDay)
               select Draw(random, YearScript.Start.AddDays(day + 1).AddHours(-YearScript.BatchHours * (1 - (i / (double)perDay))), drift),
        ];
    }

    private static YearCase Draw(Random random, DateTimeOffset at, DateTimeOffset drift)
    {
        var hasDrifted = at >= drift;
        var drawn = new YearCase
        {
            At = at,
            ArrivesAt = random.Next(50) == 0 ? at.AddHours(random.Next(2, 40)) : at,
            Age = random.Next(25) switch { 0 => null, 1 => double.NaN, _ => 40 + (10 * Normal.Next(random)) + (hasDrifted ? 15 : 0) },
            Income = random.Next(30) == 0 ? null : Math.Round(Math.Exp(Normal.Next(random) + (hasDrifted ? 1.5 : 0)), 1),
            Country = Pick(random, hasDrifted ? ["it", "it", "it", "fr", null] : ["fr", "fr", "de", "it", null]),
            Plan = Pick(random, hasDrifted ? ["p", "p", "p", "s", "b"] : ["b", "b", "s", "s", "p"])!,
            Channel = Pick(random, ["web", "web", "web", "web", "web", "app", "app", "app", "shop", null]),
            Labels = [],
        };
        var truth = random.NextDouble() < (hasDrifted ? After : Before).Answer(drawn) ? 1 : 0;
        return random.Next(8) == 0 ? drawn : drawn with { Labels = Label(random, at, truth) };
    }

    private static KnownLabel[] Label(Random random, DateTimeOffset at, double truth)
    {
        var label = new KnownLabel(at.AddDays(DaysUntilLabel), truth);
        return random.Next(200) == 0 ? [label, new(at.AddDays(DaysUntilCorrection), 1 - truth)] : [label];
    }

    private static string? Pick(Random random, string?[] values) => values[random.Next(values.Length)];
}
