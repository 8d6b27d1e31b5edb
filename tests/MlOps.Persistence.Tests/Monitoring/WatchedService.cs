using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

/// <summary>A service whose predictions have an age and a country, one each minute, by rules that a test chooses.</summary>
internal sealed class WatchedService(TestDatabase database, string name = "oracle")
{
    private readonly FeatureSchema _schema = FeatureSchema.Define(
        $"{name} inputs", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("country"));

    /// <summary>The age of the prediction of a minute.</summary>
    public Func<int, double?> Age { get; init; } = minute => minute * 37 % 101;

    public Func<int, string?> Country { get; init; } = minute => minute % 3 == 0 ? "de" : "fr";

    /// <summary>The score of the prediction of a minute.</summary>
    public Func<int, double> Score { get; init; } = minute => minute * 53 % 100 / 100.0;

    /// <summary>Stores predictions, one for each minute from some hours before noon on.</summary>
    public async Task StoreAsync(int hoursBefore, int hours, Guid? tenant = null)
    {
        await StoreSchemaAsync(tenant);
        await using var context = database.CreateContext(tenant);
        var start = Sample.Noon.AddHours(-hoursBefore);
        await context.BulkInsertAsync(Enumerable.Range(0, hours * 60).Select(minute => Predict(start.AddMinutes(minute), minute)));
    }

    /// <summary>Stores what the predictions refer to, for a test that stores them itself.</summary>
    public async Task StoreSchemaAsync(Guid? tenant = null)
    {
        await using var context = database.CreateContext(tenant);
        context.Add(_schema);
        await context.SaveChangesAsync();
    }

    /// <summary>Stores one more prediction.</summary>
    public async Task AddAsync(DateTimeOffset at, int minute = 7)
    {
        await using var context = database.CreateContext();
        context.Add(Predict(at, minute));
        await context.SaveChangesAsync();
    }

    /// <summary>A prediction of a time, with the features and the score of a minute.</summary>
    public Prediction Predict(DateTimeOffset at, int minute) => Prediction.ForService(
        name,
        "answer",
        Score(minute),
        at,
        new PredictionDetails { Features = FeatureVector.Of(_schema, [Age(minute)], [Country(minute)]) });
}
