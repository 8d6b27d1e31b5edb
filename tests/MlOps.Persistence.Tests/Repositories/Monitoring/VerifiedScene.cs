using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tests.Statistics;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Monitoring;

/// <summary>Predictions of two windows with a number and a category, some of them missing.</summary>
internal static class VerifiedScene
{
    public static async Task<(FeatureSchema Schema, IReadOnlyList<Prediction> Reference)> StoreAsync(MlOpsDbContext context)
    {
        var schema = FeatureSchema.Define("inputs", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("plan"));
        string?[] plans = ["gold", "silver", null, "free", "gold"];
        var reference = DriftScene.Predict(
            [.. Enumerable.Range(0, 100).Select(at => Vector(schema, at * 37 % 101, plans[at % 5]))], DriftScene.Reference.Start);
        var current = DriftScene.Predict(
            [.. Enumerable.Range(0, 100).Select(at => Vector(schema, (at * 53 % 89) + 9, plans[((at * 3) + 1) % 7 % 5]))],
            DriftScene.Current.Start);
        context.Add(schema);
        await context.SaveChangesAsync();
        await context.BulkInsertAsync([.. reference, .. current], default);
        return (schema, reference);
    }

    public static FeatureVector Vector(FeatureSchema schema, double age, string? plan) => FeatureVector.Of(schema, [age], [plan]);
}
