using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Features;

namespace MlOps.Migrator.Generate;

/// <summary>Values of features, known a while after they became true, some of them corrected later.</summary>
internal sealed class FeatureValues(GenerationPlan plan, Catalogue catalogue) : Kind("Feature values", plan)
{
    private const int ADay = 100_000;
    private const double Corrections = 0.05;

    protected override IEnumerable<Entity> OfDay(DateTimeOffset day, Chance chance)
    {
        foreach (var knownAt in DayCurve.Moments(day, Plan.ADay(ADay), chance))
        {
            var late = chance.Is(Corrections) ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(1 + chance.Next(30));
            var feature = chance.Of(catalogue.Features);
            yield return chance.Identify(FeatureValue.Record(
                feature.Name,
                feature.Kind,
                $"resource/vm-{chance.Next(500)}",
                Json.Parse((100 * chance.NextDouble()).ToString("0.0000", CultureInfo.InvariantCulture)),
                knownAt - late,
                knownAt,
                0.8 + (0.2 * chance.NextDouble()),
                1));
        }
    }
}
