using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>Predictions of a service in a window of reference, and in the current one, and what SQL says of them.</summary>
internal static class DriftScene
{
    public const string Service = "oracle";

    public static readonly TimeWindow Reference = new(Sample.Noon.AddDays(-2), Sample.Noon.AddDays(-1));
    public static readonly TimeWindow Current = new(Sample.Noon, Sample.Noon.AddDays(1));

    /// <summary>The windows as arguments of a function.</summary>
    public static readonly string Windows =
        $"from_time => '{Current.Start:O}', to_time => '{Current.End:O}', " +
        $"reference_from => '{Reference.Start:O}', reference_to => '{Reference.End:O}'";

    /// <summary>Stores a schema, and a prediction for each vector of each window.</summary>
    public static async Task StoreAsync(
        MlOpsDbContext context,
        FeatureSchema schema,
        IReadOnlyList<FeatureVector> reference,
        IReadOnlyList<FeatureVector> current,
        string service = Service)
    {
        context.Add(schema);
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(
            [.. Predict(reference, Reference.Start, service), .. Predict(current, Current.Start, service)], default);
    }

    /// <summary>A vector for each row, from a column for each number.</summary>
    public static List<FeatureVector> Rows(FeatureSchema schema, IReadOnlyList<double?[]> columns) =>
        [.. Enumerable.Range(0, columns[0].Length).Select(row => FeatureVector.Of(schema, [.. columns.Select(column => column[row])]))];

    public static FeatureSchema NumberSchema(int features) => FeatureSchema.Define(
        "numbers", 1, Sample.Noon, [.. Enumerable.Range(0, features).Select(at => FeatureDefinition.Number($"n{at}"))]);

    public static async Task<DriftAnswer> MeasureAsync(MlOpsDbContext context, string feature, string more = "") =>
        Assert.Single(await context.AskAsync(DriftAnswer.Read, Sql(feature, more), ("feature", feature)));

    public static Task<List<DriftAnswer>> MeasureSegmentsAsync(MlOpsDbContext context, string feature, string more) =>
        context.AskAsync(DriftAnswer.Read, Sql(feature, more), ("feature", feature));

    private static string Sql(string feature, string more) =>
        $"SELECT * FROM mlops_drift(service => '{Service}', feature => @feature, {Windows}{(more.Length == 0 ? "" : ", ")}{more})";

    /// <summary>A prediction of each vector, one each second.</summary>
    public static List<Prediction> Predict(IReadOnlyList<FeatureVector> vectors, DateTimeOffset start, string service = Service) =>
    [
        .. vectors.Select((vector, at) => Prediction.ForService(
            service, "score", at, start.AddSeconds(at), new PredictionDetails { Features = vector })),
    ];
}
