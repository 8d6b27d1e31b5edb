using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Monitors;

/// <summary>Predictions of one service over thirty days, by two versions: ten numbers, and a category of twenty names.</summary>
internal static class WatchedPopulation
{
    public const string Service = "watched";
    public const string Segment = "segment";
    public const int Segments = 20;
    public const int Days = 30;

    private const int Chunk = 50_000;

    public static readonly string[] Numbers = [.. Enumerable.Range(0, 10).Select(TypedPopulation.NameOf)];

    private static readonly FeatureSchema Schema = FeatureSchema.Define(
        Service, 1, Population.Start, [.. Numbers.Select(name => FeatureDefinition.Number(name)), FeatureDefinition.Category(Segment)]);

    /// <summary>So many hours, from some hours after the first prediction on.</summary>
    public static TimeWindow Hours(int first, int count) =>
        new(Population.Start.AddHours(first), Population.Start.AddHours(first + count));

    /// <summary>So many days, from some days after the first prediction on.</summary>
    public static TimeWindow DaysFrom(int first, int count) => Hours(24 * first, 24 * count);

    /// <summary>A context as the role of applications, whose statements may take as long as they need.</summary>
    public static MlOpsDbContext CreateContext(BenchmarkDatabase database)
    {
        var context = database.CreateContext(database.App);
        context.Database.SetCommandTimeout(0);
        return context;
    }

    public static async Task FillAsync(BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        await using (var context = database.CreateContext(database.Service))
        {
            if (await context.FeatureSchemas.FindAsync([context.TenantId, Schema.Id], cancellationToken) is null)
                context.Add(Schema);

            await context.SaveChangesAsync(cancellationToken);
        }

        var pace = TimeSpan.FromDays(Days) / rows;
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(Chunk))
        {
            await using var context = database.CreateContext(database.Service);
            await context.BulkInsertAsync([.. chunk.Select(i => At(i, pace))], cancellationToken);
        }

        await database.ExecuteAsync("VACUUM ANALYZE ml_predictions; CHECKPOINT");
    }

    private static Prediction At(int i, TimeSpan pace) => Prediction.ForService(
        Service,
        "score",
        Spread(i, Numbers.Length) / 100,
        Population.Start + (i * pace),
        new PredictionDetails
        {
            Features = FeatureVector.Of(Schema, ValuesOf(i, (i * pace).TotalDays), [$"segment-{i % Segments}"]),
            // Each segment has predictions of both.
            ModelVersion = i / Segments % 10 == 0 ? "2.5.0" : "2.4.1",
            TargetEntityType = "customer",
            TargetEntityId = $"customer-{i}",
            RiskLevel = (RiskLevel)(i % 4),
            InferenceTimeMs = i % 50,
        });

    // They drift slowly.
    private static double?[] ValuesOf(int i, double day) =>
        [.. Enumerable.Range(0, Numbers.Length).Select(feature => (double?)(Spread(i, feature) + (feature * day / Days)))];

    // Spreads what follows each other evenly over 0 to 100.
    private static double Spread(int i, int feature)
    {
        var hash = unchecked(((uint)i * 2_654_435_761) + ((uint)feature * 2_246_822_519));
        return hash / 100_000 % 10_000 / 100.0;
    }
}
