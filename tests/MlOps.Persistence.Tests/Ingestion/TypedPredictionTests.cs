using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Predictions with features in the order of a schema.</summary>
public class TypedPredictionTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = Sample.Noon;

    [Fact]
    public async Task A_feature_is_found_by_its_place_in_linq_and_by_its_name_in_sql()
    {
        var prediction = await StoreAsync([41, null, double.NaN, -0.0, double.NegativeInfinity], ["gold", null]);
        await using var context = Database.CreateContext();

        Assert.Equal(prediction.Id, await context.Predictions.Where(p => p.Features![0] > 40).Select(p => p.Id).SingleAsync());
        Assert.Equal(
            "41,,NaN,-0,gold,,",
            await Database.ScalarAsync<string>(
                """
                SELECT format('%s,%s,%s,%s,%s,%s,%s', mlops_feature(p, 'age'), mlops_feature(p, 'income'), mlops_feature(p, 'balance'),
                    mlops_feature(p, 'visits'), mlops_category(p, 'plan'), mlops_category(p, 'country'), mlops_feature(p, 'plan'))
                FROM ml_predictions p
                """));
    }

    [Fact]
    public async Task Old_sql_sees_the_features_as_a_document()
    {
        await StoreAsync([41, null, double.NaN, 0.1, double.NegativeInfinity], ["gold", null]);
        const string Document =
            """{"age": 41, "plan": "gold", "rate": "-Infinity", "income": null, "visits": 0.1, "balance": "NaN", "country": null}""";

        Assert.Equal(Document, await Database.ScalarAsync<string>("SELECT features::text FROM v_prediction_features"));
        Assert.Equal(Document, await Database.ScalarAsync<string>("SELECT context::text FROM predictions"));
    }

    [Fact]
    public async Task Old_sql_sees_the_context_and_the_features_in_one_document()
    {
        var schema = Build.FeatureSchema();
        var details = new PredictionDetails { Features = Vector(schema), Context = Json.Parse("""{"age": 7}""") };
        await using var context = Database.CreateContext();
        context.AddRange(schema, Build.Prediction(details: details));
        await context.SaveChangesAsync();

        Assert.Equal(
            "7 gold 2",
            await Database.ScalarAsync<string>(
                "SELECT format('%s %s %s', context ->> 'age', context ->> 'plan', context ->> 'income') FROM predictions"));
        await Database.ExecuteAsync("UPDATE ml_predictions SET context = '[7]'");
        Assert.Equal("[7]", await Database.ScalarAsync<string>("SELECT context::text FROM predictions"));
    }

    [Fact]
    public async Task An_array_of_another_length_counts_as_missing_to_those_that_look()
    {
        await StoreAsync([1, 2, 3, 4, 5], ["gold", "AT"]);
        await Database.ExecuteAsync("UPDATE ml_predictions SET features = '{1}', categories = '{}'");

        Assert.Equal(
            ",,",
            await Database.ScalarAsync<string>(
                """
                SELECT format('%s,%s,%s', mlops_feature(p, 'age'), mlops_feature(p, 'rate'), mlops_category(p, 'plan'))
                FROM ml_predictions p
                """));
    }

    [Theory]
    [InlineData("features = '{1}'")]
    [InlineData("categories = '{a}'")]
    [InlineData("attributions = '{1}', attribution_method = 'shap'")]
    public async Task Values_without_a_schema_are_refused_by_the_database(string set)
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([Build.Prediction()], default);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync($"UPDATE ml_predictions SET {set}"));

        Assert.EndsWith("feature_schema", refusal.ConstraintName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_and_its_features_never_change_for_an_application()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.FeatureSchema());
            await context.SaveChangesAsync();
        }

        foreach (var sql in (string[])["UPDATE ml_feature_schemas SET version = 9", "DELETE FROM ml_schema_features"])
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync($"SET ROLE mlops_app; {sql}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task The_database_notes_when_it_took_a_prediction_and_when_it_took_the_label()
    {
        var before = await Database.ScalarAsync<DateTime>("SELECT clock_timestamp()");
        var labelledEarly = Build.Prediction();
        labelledEarly.RecordLabel(1, Noon);
        List<Prediction> predictions = [Build.Prediction(), Build.Prediction(), Build.Prediction(), labelledEarly];
        await using (var context = Database.CreateContext())
        {
            context.Add(predictions[0]);
            await context.SaveChangesAsync();
            Assert.True(predictions[0].ReceivedAt >= before);

            await context.BulkInsertAsync(predictions[1..], default);
            predictions[0].RecordLabel(1, Noon);
            await context.SaveChangesAsync();
            await new PredictionRepository(context).BulkLabelAsync([new Label(predictions[1].Id, 1, Noon)], default);
        }

        await using var other = Database.CreateContext();
        var read = await other.Predictions.ToDictionaryAsync(prediction => prediction.Id);
        Assert.All(read.Values, prediction => Assert.True(prediction.ReceivedAt >= before));
        Assert.All(predictions[..2], prediction => Assert.True(read[prediction.Id].LabelReceivedAt >= read[prediction.Id].ReceivedAt));
        Assert.All(predictions[2..], prediction => Assert.Null(read[prediction.Id].LabelReceivedAt));
        Assert.True(predictions[0].LabelReceivedAt >= before);
    }

    [Fact]
    public async Task An_upsert_leaves_the_time_of_arrival_as_it_is()
    {
        var prediction = Build.Prediction();
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([prediction], default);
        var received = await Database.ScalarAsync<DateTime>("SELECT received_at FROM ml_predictions");

        await context.BulkUpsertAsync([prediction], default);

        Assert.Equal(received, await Database.ScalarAsync<DateTime>("SELECT received_at FROM ml_predictions"));
    }

    [Fact]
    public async Task A_prediction_is_found_by_the_name_of_its_caller_through_an_index()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(Enumerable.Range(0, 300).Select(i =>
            Build.Prediction(details: new PredictionDetails { RequestId = $"request-{i}" })));
        await Database.ExecuteAsync("ANALYZE ml_predictions");

        Assert.Equal(1, await context.Predictions.CountAsync(prediction => prediction.RequestId == "request-7"));
        Assert.Contains(
            "request_id",
            await Database.ScalarAsync<string>(
                """
                SELECT string_agg(indexdef, ' ') FROM pg_indexes WHERE tablename = 'ml_predictions_default'
                """),
            StringComparison.Ordinal);
    }

    private async Task<Prediction> StoreAsync(double?[] numbers, string?[] categories)
    {
        var schema = Build.FeatureSchema();
        var prediction = Build.Prediction(details: new PredictionDetails { Features = FeatureVector.Of(schema, numbers, categories) });
        await using var context = Database.CreateContext();
        context.AddRange(schema, prediction);
        await context.SaveChangesAsync();
        return prediction;
    }

    private static FeatureVector Vector(FeatureSchema schema) => FeatureVector.Of(schema, [1, 2, 3, 4, 5], ["gold", "AT"]);
}
