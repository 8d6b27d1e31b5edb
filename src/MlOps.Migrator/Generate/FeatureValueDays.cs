using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>Values of features, known a while after they became true, some of them corrected later.</summary>
internal sealed class FeatureValueDays(GenerationPlan plan, Catalogue catalogue) : DailyData("Feature values", plan)
{
    private const int PerDay = 100_000;
    private const double Corrections = 0.05;

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        foreach (var knownAt in DayCurve.Moments(day, Plan.CountPerDay(PerDay), random))
        {
            var late = random.Happens(Corrections) ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(1 + random.Next(30));
            var feature = random.Pick(catalogue.Features);
            yield return random.AssignId(FeatureValue.Record(
                feature.Name,
                feature.Kind,
                $"resource/vm-{random.Next(500)}",
                Json.Parse((100 * random.NextDouble()).ToString("0.0000", CultureInfo.InvariantCulture)),
                knownAt - late,
                knownAt,
                0.8 + (0.2 * random.NextDouble()),
                1));
        }
    }
}
