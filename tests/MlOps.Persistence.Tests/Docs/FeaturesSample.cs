using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/features.md, word for word.</summary>
internal static class FeaturesSample
{
    public static async Task<FeatureSchema> DefineAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <schema>
        var schema = FeatureSchema.Define(
            "churn", 1, now,
            FeatureDefinition.Number("age", expectedMin: 0, expectedMax: 120),
            FeatureDefinition.Category("plan"),
            FeatureDefinition.Number("income"));
        context.Add(schema);
        await context.SaveChangesAsync();
        // </schema>
        return schema;
    }

    public static FeatureSchema FromClass(DateTimeOffset now)
    {
        // <class>
        var schema = FeatureSchema.From<Customer>("churn", 1, now);
        // </class>
        return schema;
    }

    public static Prediction Predict(FeatureSchema schema, DateTimeOffset now)
    {
        // <prediction>
        var prediction = Prediction.ForService("churn", "score", 0.7, now, new PredictionDetails
        {
            Features = FeatureVector.Of(schema, [41, null], ["gold"]),
            Attributions = new FeatureAttributions("shap", 0.2, 0.05, -0.1),
            RequestId = "request-4711",
        });
        // </prediction>
        return prediction;
    }

    public static async Task CheckAsync(MlOpsDbContext context, TimeWindow today, DateTimeOffset now)
    {
        // <quality>
        var rule = new DataQualityRules(context).FeaturesFit();
        await new DataQualityRepository(context).EvaluateAsync([rule], today, now);
        // </quality>
    }

    public static async Task LabelAsync(MlOpsDbContext context, Dictionary<string, double> truths, DateTimeOffset now)
    {
        // <labels>
        var predictions = new PredictionRepository(context);
        var ids = await predictions.FindIdsAsync([.. truths.Keys]);
        await predictions.BulkLabelAsync(
            truths.SelectMany(truth => ids[truth.Key].Select(id => new Label(id, truth.Value, now))));
        // </labels>
    }

    internal sealed record Customer(int Age, string? Plan, decimal? Income);
}
