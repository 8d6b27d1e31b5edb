using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring.Months;

/// <summary>
/// Stores the predictions of the month and their labels when they arrive, among those of another service and another tenant.
/// </summary>
internal sealed class MonthService(TestDatabase database, IReadOnlyList<KnownPrediction> predictions)
{
    public const string Name = "oracle";

    public static readonly Guid OtherTenant = Guid.CreateVersion7(Sample.Noon);

    private readonly FeatureSchema _schema = DefineSchema();
    private readonly FeatureSchema _schemaOfOther = DefineSchema();

    public async Task StoreSchemasAsync()
    {
        await using var context = database.CreateContext();
        context.Add(_schema);
        await context.SaveChangesAsync();
        await using var other = database.CreateContext(OtherTenant);
        other.Add(_schemaOfOther);
        await other.SaveChangesAsync();
    }

    /// <summary>Stores what has arrived by a time, and was not stored.</summary>
    public async Task StoreAsync(DateTimeOffset now)
    {
        var arrived = predictions.Where(row => row.StoredAt is null && row.ArrivesAt < now).ToList();
        foreach (var row in arrived)
            row.StoredAt = now;

        await StoreAsync(null, [.. arrived.Select(row => row.ToEntity(Name, _schema)), .. arrived.Where(IsSeldom).Select(AskOther)]);
        await StoreAsync(OtherTenant, [.. arrived.Where(row => row.At.Minute % 20 == 0).Select(OfOtherTenant)]);
        await LabelAsync(now);
    }

    private static FeatureSchema DefineSchema() => FeatureSchema.Define(
        "oracle inputs",
        1,
        MonthScript.Start,
        FeatureDefinition.Number("age"),
        FeatureDefinition.Number("income"),
        FeatureDefinition.Category("country"),
        FeatureDefinition.Category("plan"));

    private static bool IsSeldom(KnownPrediction row) => row.At.Minute == 0;

    private Prediction AskOther(KnownPrediction row) => Strange(row, "search", _schema);

    private Prediction OfOtherTenant(KnownPrediction row) => Strange(row, Name, _schemaOfOther);

    // Each number of the month would be another one with these.
    private static Prediction Strange(KnownPrediction row, string service, FeatureSchema schema)
    {
        var prediction = Prediction.ForService(service, "answer", 0.99, row.At, new PredictionDetails
        {
            Features = FeatureVector.Of(schema, [1e6, -1e6], ["none", "none"]),
            ModelVersion = "v3",
        });
        prediction.RecordLabel(0, row.At);
        return prediction;
    }

    private async Task StoreAsync(Guid? tenant, IReadOnlyCollection<Prediction> rows)
    {
        await using var context = database.CreateContext(tenant);
        await context.BulkInsertAsync(rows);
    }

    // A label needs a prediction, which may be late too.
    private async Task LabelAsync(DateTimeOffset now)
    {
        await using var context = database.CreateContext();
        var repository = new PredictionRepository(context);
        var first = predictions.Where(
            row => row.StoredAt is not null && row.Labels is [{ StoredAt: null } label, ..] && label.ArrivesAt < now).ToList();
        await repository.BulkLabelAsync(first.Select(row => new Label(row.Id, row.Labels[0].Value, row.Labels[0].ArrivesAt)));
        foreach (var row in first)
            row.Labels[0].StoredAt = now;

        foreach (var row in predictions.Where(
            row => row.Labels is [{ StoredAt: not null }, { StoredAt: null } correction] && correction.ArrivesAt < now))
        {
            await repository.CorrectLabelAsync(row.Id, row.Labels[1].Value, "The first one was wrong.", row.Labels[1].ArrivesAt);
            row.Labels[1].StoredAt = now;
        }
    }
}
