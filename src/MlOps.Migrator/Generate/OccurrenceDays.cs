using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>Where patterns were seen: some often and some seldom, some more and more and some less.</summary>
internal sealed class OccurrenceDays(GenerationPlan plan, Catalogue catalogue) : DailyData("Pattern occurrences", plan)
{
    private const int PerDay = 100_000;

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        // A share that moves on with the days makes the frequent ones change.
        var shift = (day - Plan.Start) / (Plan.End - Plan.Start) / 4;
        foreach (var at in DayCurve.Moments(day, Plan.CountPerDay(PerDay), random))
        {
            var share = (Math.Pow(random.NextDouble(), 2) + shift) % 1;
            var line = random.Next(2_000);
            yield return random.AssignId(PatternOccurrence.Record(
                catalogue.Patterns[(int)(share * catalogue.Patterns.Count)].Id,
                "code_file",
                $"src/module{random.Next(40)}/file{random.Next(200)}.cs",
                at,
                Json.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"line_start": {{line}}, "line_end": {{line + 1 + random.Next(80)}}}""")),
                0.5 + (0.5 * random.NextDouble())));
        }
    }
}
