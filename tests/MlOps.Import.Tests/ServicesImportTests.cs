using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>A table for all services, with tables of single services beside it.</summary>
public sealed class ServicesImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private static readonly Guid Unchanged = new("0195a000-0000-7000-8000-000000000001");

    [Fact]
    public async Task Every_row_that_breaks_no_rule_is_imported_and_counted()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        var report = await ImportAsync();
        Assert.Equal((2, 1, 1, 0), Numbers(report, "code_roach_ml_predictions"));
        Assert.Equal((2, 1, 0, 1), Numbers(report, "oracle_ml_predictions"));
        Assert.Equal((1, 1, 0, 0), Numbers(report, "first_mate_ml_predictions"));
        Assert.Equal((11, 3, 0, 8), Numbers(report, "ml_predictions"));
        Assert.Equal((6, 2, 0, 4), Numbers(report, "ml_feedback"));
        Assert.Equal((2, 1, 0, 1), Numbers(report, "ml_performance_metrics"));
        Assert.Equal(["orders"], report.OtherTables);
        Assert.False(report.IsComplete);
        Assert.Equal(6, await Database.CountAsync("ml_predictions"));
        Assert.Equal(0, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(1, await Database.CountAsync("code_roach_ml_predictions"));
        Assert.Equal(2, await Database.CountAsync("ml_feedback"));
    }

    [Fact]
    public async Task An_id_that_holds_the_time_of_its_row_stays_with_all_values()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        await ImportAsync();
        await using var context = Database.CreateContext();
        var prediction = await context.Predictions.SingleAsync(prediction => prediction.Id == Unchanged);
        Assert.Equal(Uuid7.TimeOf(Unchanged)!.Value.AddMicroseconds(123), prediction.CreatedAt);
        Assert.Equal(
            ("quiz", "success", 0.5, 0.75, 0.25, 0.9),
            (prediction.ServiceName, prediction.PredictionType, prediction.PredictedValue!.Value, prediction.ActualValue!.Value,
                prediction.Error!.Value, prediction.Confidence!.Value));
        Assert.Equal(("v3", "heuristic", prediction.CreatedAt), (prediction.ModelVersion, prediction.Source, prediction.LabelledAt!.Value));
        Assert.Equal(Json.Parse("""{"a": 1}"""), prediction.Context);
    }

    [Fact]
    public async Task Other_ids_are_computed_and_the_context_stores_the_old_ones_and_unknown_columns()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        await ImportAsync();
        await using var context = Database.CreateContext();
        var at = new DateTimeOffset(2026, 1, 31, 23, 59, 59, 999, TimeSpan.Zero).AddMicroseconds(999);
        var id = ImportedId.Sliced("ml_predictions", "11111111-1111-4111-8111-111111111111", at);
        var prediction = await context.Predictions.SingleAsync(prediction => prediction.Id == id);
        Assert.Equal(at, prediction.CreatedAt);
        Assert.Equal(0.1, prediction.Confidence);
        Assert.Equal(
            Json.Parse("""{"a": 1, "imported": {"id": "11111111-1111-4111-8111-111111111111", "metadata": {"b": 2}, "trace_no": 42}}"""),
            prediction.Context);
        var feedback = await context.Feedback.SingleAsync(feedback => feedback.PredictionId == id);
        Assert.Equal((5, new DateTimeOffset(2026, 2, 5, 0, 0, 0, TimeSpan.Zero)), (feedback.Rating, feedback.CreatedAt));

        // The time of its id is in another month.
        var other = ImportedId.Sliced("ml_predictions", "0195a000-0000-7000-8000-000000000002", at);
        Assert.Equal(
            Json.Parse("""{"imported": {"id": "0195a000-0000-7000-8000-000000000002"}}"""),
            (await context.Predictions.SingleAsync(prediction => prediction.Id == other)).Context);
    }

    [Fact]
    public async Task A_row_of_a_service_and_its_row_in_the_common_table_become_one_prediction()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        var report = await ImportAsync();
        await using var context = Database.CreateContext();
        var code = await context.Set<CodeRoachPrediction>().SingleAsync();
        Assert.Equal(("p1", "a/b.cs", 0.85, 0.8), (code.ProjectId, code.FilePath, code.PredictedValue!.Value, code.Confidence!.Value));
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), code.CreatedAt);
        Assert.Equal(Json.Parse("""{"lines": 3}"""), code.CodeMetrics);
        Assert.Equal(Json.Parse("""{"context": [1], "imported": {"id": "22222222-2222-4222-8222-222222222222"}}"""), code.Context);
        Assert.Equal("good", (await context.Feedback.SingleAsync(feedback => feedback.PredictionId == code.Id)).Comment);

        // They have the same id.
        var roll = await context.Set<FirstMatePrediction>().SingleAsync();
        Assert.Equal(("first-mate", "cccccccc-cccc-4ccc-8ccc-cccccccccccc", 20), (roll.ServiceName, roll.UserId, roll.PredictedValue));
        Assert.Equal(Json.From("strong"), roll.StatInfo);
        Assert.Equal(1, Table(report, "first_mate_ml_predictions").Changes["service_name becomes 'first-mate'"]);

        // It refers to no row of the common table, and its id is a number.
        var answer = await context.Set<OraclePrediction>().SingleAsync();
        Assert.Equal(
            ("why?", "17", new DateTimeOffset(2026, 2, 4, 12, 0, 0, 500, TimeSpan.Zero)),
            (answer.Query, answer.KnowledgeId, answer.CreatedAt));
        Assert.Equal(ImportedId.Sliced("oracle_ml_predictions", "1", answer.CreatedAt), answer.Id);
        Assert.Contains("created_at: no time zone, read as UTC", Table(report, "oracle_ml_predictions").Remarks);
    }

    [Theory]
    [InlineData(
        "ml_predictions", "44444444-4444-4444-8444-444444444444", "predicted_value", "NaN",
        "PredictedValue must be a finite number; it was NaN.")]
    [InlineData(
        "ml_predictions", "55555555-5555-4555-8555-555555555555", "confidence", "1.2", "Confidence must be from 0 to 1; it was 1.2.")]
    [InlineData(
        "ml_predictions", "66666666-6666-4666-8666-666666666666", "confidence", "high", "confidence must be a number; it was 'high'.")]
    [InlineData(
        "ml_predictions", "77777777-7777-4777-8777-777777777777", "service_name", " ", "ServiceName must not be empty; it was ' '.")]
    [InlineData(
        "ml_predictions", "88888888-8888-4888-8888-888888888888", "created_at", "infinity",
        "created_at must be between 1970 and 9998; it was 'infinity'.")]
    [InlineData(
        "ml_predictions", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", "created_at", "1969-12-31 00:00:00+00", "must be between 1970 and 9998")]
    [InlineData(
        "ml_predictions", "99999999-9999-4999-8999-999999999999", "model_version", "vvvvv",
        "ModelVersion must have at most 50 characters; it has 51")]
    [InlineData("ml_predictions", "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "actual_value", "1000000", "ActualValue must be a finite number")]
    [InlineData("oracle_ml_predictions", "2", "query", null, "query must be given; it was null.")]
    [InlineData("ml_feedback", "3", "prediction_id", "dddddddd-dddd-4ddd-8ddd-dddddddddddd", "must name a prediction of the source")]
    [InlineData("ml_feedback", "4", "prediction_id", "44444444-4444-4444-8444-444444444444", "must name a prediction that was not refused")]
    [InlineData("ml_feedback", "5", "rating", "6", "Rating must be from 1 to 5; it was 6.")]
    [InlineData("ml_feedback", "6", "prediction_id", null, "prediction_id must be given; it was null.")]
    [InlineData(
        "ml_performance_metrics", "ffffffff-ffff-4fff-8fff-ffffffffffff", "metric_value", "NaN",
        "Value must be a finite number; it was NaN.")]
    public async Task A_refused_row_is_reported_with_its_column_value_and_rule(
        string table, string id, string column, string? value, string reason)
    {
        await CreateSourceAsync(SourceDatabases.Services);
        var report = await ImportAsync();
        var row = Assert.Single(Refused, row => row.Table == table && row.Id == id);
        Assert.Equal(column, row.Column);
        Assert.StartsWith(value ?? "", row.Value ?? "", StringComparison.Ordinal);
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
        Assert.Contains(Table(report, table).Reasons, rule => rule.FirstIds.Contains(id));
    }
}
