using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring.FalseAlarms;

/// <summary>
/// A service with inputs that never drift. Each window is compared with the hour before it, and no hour is in two comparisons.
/// </summary>
internal static class SteadyService
{
    public const int Windows = 40;
    public const int Features = 25;
    public const int Comparisons = Windows * Features;

    /// <summary>The values of each hour, so the size of both sides.</summary>
    public const int PerHour = 400;

    public static string[] Numbers { get; } = [.. Enumerable.Range(0, Features).Select(i => $"n{i}")];

    public static IEnumerable<TimeWindow> ListWindows() => Enumerable.Range(0, Windows)
        .Select(i => Sample.Noon.AddHours(-2 * i))
        .Select(end => new TimeWindow(end.AddHours(-1), end));

    public static async Task StoreAsync(TestDatabase database, Random random)
    {
        await using var context = database.CreateContext();
        var schema = FeatureSchema.Define(
            "steady inputs",
            1,
            Sample.Noon,
            [
                .. Numbers.Select(name => FeatureDefinition.Number(name)),
                .. Enumerable.Range(0, Features).Select(i => FeatureDefinition.Category($"c{i}")),
            ]);
        context.Add(schema);
        await context.SaveChangesAsync();
        var start = Sample.Noon.AddHours(-2 * Windows);
        await context.BulkInsertAsync(Enumerable.Range(0, 2 * Windows * PerHour).Select(i => Prediction.ForService(
            "oracle",
            "answer",
            0.5,
            start + (i * TimeSpan.FromHours(1) / PerHour),
            new PredictionDetails
            {
                Features = FeatureVector.Of(
                    schema,
                    [.. Enumerable.Range(0, Features).Select(_ => (double?)random.NextDouble())],
                    [.. Enumerable.Range(0, Features).Select(_ => PickCategory(random))]),
            })));
        await database.ExecuteAsync("ANALYZE ml_predictions");
    }

    // Shares from a third to a fifteenth.
    private static string PickCategory(Random random) => "aaaaabbbbcccdde"[random.Next(15)].ToString();
}
