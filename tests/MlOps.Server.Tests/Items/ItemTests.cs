using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Testing;

namespace MlOps.Server.Tests.Items;

/// <summary>What becomes of items that are sent.</summary>
public class ItemTests(TestDatabase database) : ServerTest(database)
{
    private const string Score = """{"service_name":"ranking","prediction_type":"score","predicted_value":0.7""";

    [Fact]
    public async Task A_prediction_is_stored_with_all_that_was_sent()
    {
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync(
            "/v1/predictions",
            Score + """
            ,"created_at":"2026-11-28 10:00:00.25","confidence":0.8,"confidence_lower":0.7,"confidence_upper":0.9,"output":{"a":[1,null]},
            "context":{"b":"ü"},"request_id":"r-1","model_version":"v3","source":"heuristic","target_entity_type":"file",
            "target_entity_id":"f-1","risk_level":"high","inference_time_ms":12.5,"explanation":"so","actual_value":0.9,
            "labelled_at":"2026-11-28T12:00:00+01:00","label_source":"file","error":0.2}
            """);
        Assert.Equal(200, status);
        await server.FlushAsync();

        await using var context = Database.CreateContext();
        var stored = await context.Predictions.SingleAsync();
        var at = new DateTimeOffset(2026, 11, 28, 10, 0, 0, 250, TimeSpan.Zero);
        Assert.Equal((Ids(answer).Single(), at), (stored.Id, stored.CreatedAt));
        Assert.Equal(at, Uuid7.TimeOf(stored.Id));
        Assert.Equal(("ranking", "score", 0.7, 0.8), (stored.ServiceName, stored.PredictionType, stored.PredictedValue, stored.Confidence));
        Assert.Equal((0.7, 0.9, "r-1", "v3"), (stored.ConfidenceLower, stored.ConfidenceUpper, stored.RequestId, stored.ModelVersion));
        Assert.Equal(("heuristic", "file", "f-1"), (stored.Source, stored.TargetEntityType, stored.TargetEntityId));
        Assert.Equal((RiskLevel.High, 12.5, "so"), (stored.RiskLevel, stored.InferenceTimeMs, stored.Explanation));
        Assert.Equal((Json.Parse("""{"a":[1,null]}"""), Json.Parse("""{"b":"ü"}""")), (stored.Output, stored.Context));
        Assert.Equal((0.9, at.AddMinutes(60).AddSeconds(-0.25), "file"), (stored.ActualValue, stored.LabelledAt, stored.LabelSource));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task A_row_of_a_service_is_in_its_table_if_it_has_what_only_that_has()
    {
        await using var server = await StartAsync();
        var (status, _) = await server.SendAsync(
            "/v1/predictions",
            """
            [{"service_name":"code-roach","prediction_type":"quality","predicted_value":0.5,"project_id":"p","file_path":"a.cs",
              "code_metrics":{"lines":3}},
             {"service_name":"code-roach","prediction_type":"quality","predicted_value":0.6}]
            """);
        Assert.Equal(200, status);
        await server.FlushAsync();
        Assert.Equal(2, await Database.CountAsync("ml_predictions WHERE service_name = 'code-roach'"));
        Assert.Equal(
            ["p a.cs {\"lines\": 3}"],
            await Database.ColumnAsync("SELECT concat_ws(' ', project_id, file_path, code_metrics) FROM code_roach_ml_predictions"));
    }

    [Fact]
    public async Task Labels_feedback_shadow_scores_events_and_metrics_are_stored()
    {
        var model = Build.Model();
        var version = Build.ModelVersion(model, "2");
        await using (var context = Database.CreateContext())
        {
            context.AddRange(model, version);
            await context.SaveChangesAsync();
        }

        await using var server = await StartAsync();
        var id = Ids((await server.SendAsync("/v1/predictions", Score + "}")).Answer).Single();
        foreach (var (path, body) in new[]
        {
            ("labels", $$"""{"prediction_id":"{{id}}","actual_value":1,"created_at":"2026-11-28T10:00:00Z","source":"file"}"""),
            ("feedback", $$"""{"prediction_id":"{{id}}","rating":4,"is_correct":true,"comment":"good","user_id":"ann"}"""),
            ("shadow-scores", $$"""{"prediction_id":"{{id}}","model_version_id":"{{version.Id}}","predicted_value":0.4}"""),
            ("events", """{"event_type":"git.operation","repository":"core","operation":"merge","actor":"ann","files_changed":2}"""),
            ("metrics", """{"source":"host-1","name":"load","value":1.5,"unit":"1"}"""),
            ("performance-metrics", """
                {"service_name":"ranking","metric":"accuracy","value":0.9,"window_start":"2026-11-27","window_end":"2026-11-28","sample_count":9}
                """),
        })
        {
            var (status, answer) = await server.SendAsync($"/v1/{path}", body);
            Assert.True(status == 200, $"{path}: {answer}");
        }

        await server.FlushAsync();
        await Database.AssertNoDeadLettersAsync();
        Assert.Equal(["1 file"], await Database.ColumnAsync("SELECT concat_ws(' ', actual_value, label_source) FROM ml_predictions"));
        foreach (var table in (string[])
        [
            "ml_feedback", "ml_shadow_scores", "git_operation_learning_events", "system_performance_metrics", "ml_performance_metrics",
        ])
        {
            Assert.Equal(1, await Database.CountAsync(table));
        }
    }

    [Theory]
    [InlineData("""{"predicted_value":"x"}""", "items[0].predicted_value must be a number; it was \"x\".")]
    [InlineData("""{"service_name":"s","prediction_type":"t"}""", "items[0].predicted_value must be given, or an Output; both were null.")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"confidence":2}""",
        "items[0].confidence must be from 0 to 1; it was 2.")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"colour":"red"}""",
        "items[0].colour is no member of such items.")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"created_at":"noon"}""",
        "items[0].created_at must be a time such as 2026-11-28T10:00:00Z; it was \"noon\".")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"risk_level":"huge"}""",
        "items[0].risk_level must be one of low, medium, high, critical; it was \"huge\".")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"actual_value":2,"error":7}""",
        "items[0].error must be the distance from predicted_value to actual_value, or be left out; it was 7, and the distance is 1.")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"confidence_lower":0.1}""",
        "items[0].confidence_upper must be given, since there is confidence_lower.")]
    [InlineData("""{"service_name":"a\u0000b","prediction_type":"t","predicted_value":1}""",
        "items[0].service_name has U+0000 at position 1, which PostgreSQL cannot store")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"features":[1]}""",
        "items[0].feature_schema must be given.")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"id":"4a3f0e4e-1b0b-4c8e-9d5e-0d1c2b3a4f5e"}""",
        "items[0].id must be a UUIDv7 of the time ")]
    [InlineData("5", "items[0] must be a JSON object.")]
    public async Task An_item_that_breaks_a_rule_is_refused_by_member_and_value_and_its_neighbours_are_stored(string item, string error)
    {
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync("/v1/predictions", $"[{item},{Score}}}]");
        Assert.Equal(207, status);
        Assert.StartsWith(error, Assert.Single(Errors(answer)), StringComparison.Ordinal);
        Assert.Equal(400, (await server.SendAsync("/v1/predictions", item)).Status);
        await server.FlushAsync();
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
    }
}
