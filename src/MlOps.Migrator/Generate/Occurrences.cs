using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Patterns;

namespace MlOps.Migrator.Generate;

/// <summary>Where patterns were seen: some often and some seldom, some more and more and some less.</summary>
internal sealed class Occurrences(GenerationPlan plan, Catalogue catalogue) : Kind("Pattern occurrences", plan)
{
    private const int ADay = 100_000;

    protected override IEnumerable<Entity> OfDay(DateTimeOffset day, Chance chance)
    {
        // A share that moves on with the days makes the frequent ones change.
        var shift = (day - Plan.Start) / (Plan.End - Plan.Start) / 4;
        foreach (var at in DayCurve.Moments(day, Plan.ADay(ADay), chance))
        {
            var share = (Math.Pow(chance.NextDouble(), 2) + shift) % 1;
            var line = chance.Next(2_000);
            yield return chance.Identify(PatternOccurrence.Record(
                catalogue.Patterns[(int)(share * catalogue.Patterns.Count)].Id,
                "code_file",
                $"src/module{chance.Next(40)}/file{chance.Next(200)}.cs",
                at,
                Json.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"line_start": {{line}}, "line_end": {{line + 1 + chance.Next(80)}}}""")),
                0.5 + (0.5 * chance.NextDouble())));
        }
    }
}
