using MlOps.Domain.Features;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Documents whose members become features of predictions.</summary>
public sealed class PredictionFeaturesImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Predictions =
        "CREATE TABLE ml_predictions (id text, service_name text, predicted_value int, context json, created_at timestamptz);";

    // Without the id that a row had.
    private const string Stored =
        """
        SELECT coalesce(features::text || ' ' || categories::text, 'none') || ' ' || coalesce((context - 'imported')::text, 'null')
        FROM ml_predictions ORDER BY predicted_value
        """;

    private static readonly ImportOptions Options = new() { Features = [new ImportFeatures("quiz", "inputs")] };

    [Theory]
    [InlineData("""{"age": 41, "plan": "gold"}""", "{41,NULL} {gold} {}")]
    [InlineData("""{"age": 41.0, "income": 0.1, "plan": ""}""", """{41,0.1} {""} {}""")]
    [InlineData("""{"age": null, "plan": null}""", "{NULL,NULL} {NULL} {}")]
    [InlineData("""{"age": "NaN", "income": "-Infinity"}""", "{NaN,-Infinity} {NULL} {}")]
    [InlineData("""{"age": "Infinity", "income": 1e300}""", "{Infinity,1e+300} {NULL} {}")]
    [InlineData("""{"age": true, "income": false, "plan": false}""", "{1,0} {false} {}")]
    [InlineData("""{"age": -0.0, "income": -1.50e-7, "plan": -1.50}""", "{-0,-1.5e-07} {-1.50} {}")]
    [InlineData("""{"age": 0.01, "income": 120e-1, "plan": -0.0}""", "{0.01,12} {0.0} {}")]
    [InlineData("""{"plan": 1e2}""", """{NULL,NULL} {NULL} {"plan": 100}""")]
    [InlineData(
        """{"age": 0.1000000000000000000000000000001}""", """{0.1,NULL} {NULL} {"age": 0.1000000000000000000000000000001}""")]
    [InlineData(
        """{"age": 9007199254740993, "income": 9007199254740992}""",
        """{9.007199254740992e+15,9.007199254740992e+15} {NULL} {"age": 9007199254740993}""")]
    [InlineData("""{"age": 100000000000000000000000000000}""", "{1e+29,NULL} {NULL} {}")]
    [InlineData(
        """{"age": "41", "plan": ["gold"], "x": 1.50}""", """{NULL,NULL} {NULL} {"x": 1.50, "age": "41", "plan": ["gold"]}""")]
    [InlineData("""{"plan": "Größe 你好 🎲 \"\\", "größe\n": "你好"}""", """{NULL,NULL} {"Größe 你好 🎲 \"\\"} {"größe\n": "你好"}""")]
    [InlineData("""{"features": {"age": 41, "plan": "gold"}}""", "{41,NULL} {gold} {}")]
    [InlineData(
        """{"features": {"age": 42, "income": 7, "x": {"age": 1}}, "age": 41}""",
        """{41,7} {NULL} {"features": {"x": {"age": 1}, "age": 42}}""")]
    [InlineData("""{"x": {"age": 41}, "Age": 41}""", """none {"x": {"age": 41}, "Age": 41}""")]
    [InlineData("""{"age": 1, "features": {}}""", """{1,NULL} {NULL} {"features": {}}""")]
    [InlineData("""{"age": 1, "features": [2]}""", """{1,NULL} {NULL} {"features": [2]}""")]
    [InlineData("{}", "none {}")]
    [InlineData("""[1, {"age": 41}]""", """none {"context": [1, {"age": 41}]}""")]
    [InlineData("null", """none {"context": null}""")]
    public async Task Members_that_are_features_become_arrays_and_all_others_stay(string document, string stored)
    {
        await DefineInputsAsync();
        await CreateSourceAsync($"{Predictions} INSERT INTO ml_predictions VALUES ('1', 'quiz', 1, '{document}', '2026-01-01')");

        Assert.True((await ImportAsync(Options)).IsComplete);

        Assert.Equal([stored], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task A_document_of_features_alone_leaves_no_context_and_is_what_the_view_shows()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            Predictions + """
            INSERT INTO ml_predictions VALUES
                ('019b76da-a800-7000-8000-000000000001', 'quiz', 1, '{"age": 41, "plan": "gold"}', '2026-01-01Z'),
                ('019b76da-a800-7000-8000-000000000002', 'quiz', 2, NULL, '2026-01-01Z')
            """);

        await ImportAsync(Options);

        Assert.Equal(["{41,NULL} {gold} null", "none null"], await Database.ColumnAsync(Stored));
        Assert.Equal(
            ["""inputs 1 {"age": 41, "plan": "gold", "income": null}"""],
            await Database.ColumnAsync("SELECT concat_ws(' ', schema_name, schema_version, features) FROM v_prediction_features"));
    }

    [Fact]
    public async Task A_text_of_1000_characters_is_a_category_and_a_longer_one_stays()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            Predictions + """
            INSERT INTO ml_predictions SELECT i, 'quiz', i, json_build_object('plan', repeat('é', i)), '2026-01-01'
                FROM generate_series(1000, 1001) i
            """);

        var report = await ImportAsync(Options);

        Assert.Equal(
            ["1000 none", "0 1001"],
            await Database.ColumnAsync(
                """
                SELECT coalesce(length(categories[1]), 0) || ' ' || coalesce(length(context->>'plan')::text, 'none')
                FROM ml_predictions ORDER BY predicted_value
                """));
        Assert.Equal(
            1, Table(report, "ml_predictions").Changes[
                "feature 'plan' is missing: the value is not a text of at most 1000 characters, and stays in context"]);
    }

    [Fact]
    public async Task The_report_counts_by_feature_what_was_changed_or_stayed()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            Predictions + """
            INSERT INTO ml_predictions VALUES ('1', 'quiz', 1, '{"age": true, "plan": 5}', '2026-01-01'),
                ('2', 'quiz', 2, '{"age": "41", "income": 9007199254740993}', '2026-01-01'),
                ('3', 'quiz', 3, '{"x": 1}', '2026-01-01'), ('4', 'quiz', 4, '{"age": {"x": 1}}', '2026-01-01'),
                ('5', 'other', 5, '{"age": 1}', '2026-01-01')
            """);

        var report = await ImportAsync(Options);

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["feature 'age' is 1 for true, and 0 for false"] = 1,
                ["feature 'age' is missing: the value is not a number, and stays in context"] = 2,
                ["feature 'income' has fewer digits than the value in the source, which stays in context"] = 1,
                ["feature 'plan' is the text of a number or a truth value"] = 1,
                ["features of the document become arrays of schema 'inputs' version 1"] = 3,
                ["the document has no feature of schema 'inputs' version 1: it stays in context"] = 1,
            },
            Table(report, "ml_predictions").Changes
                .Where(change => change.Key.Contains("feature", StringComparison.Ordinal)).ToDictionary());
        Assert.Equal("""none {"age": 1}""", (await Database.ColumnAsync(Stored))[4]);
    }

    [Fact]
    public async Task A_table_of_a_service_has_features_too()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            """
            CREATE TABLE oracle_ml_predictions (id int, query text, prediction_type text, predicted_value int, input_features text,
                created_at date);
            INSERT INTO oracle_ml_predictions VALUES (1, 'why?', 'answer', 1, ' {"age": 41, "x": 1}', '2026-01-01')
            """);

        await ImportAsync(new ImportOptions { Features = [new ImportFeatures("oracle", "inputs")] });

        Assert.Equal(["""{41,NULL} {NULL} {"x": 1}"""], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task A_second_run_stores_nothing_twice_and_a_dry_run_reports_the_same_and_stores_nothing()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            Predictions + """
            INSERT INTO ml_predictions SELECT i, 'quiz', i, json_build_object('age', i), '2026-01-01' FROM generate_series(1, 3) i
            """);
        var dry = await ImportAsync(Options with { IsDryRun = true });
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));

        var first = await ImportAsync(Options);
        var second = await ImportAsync(Options);

        Assert.Equal((3, 3, 0, 0), Numbers(first, "ml_predictions"));
        Assert.Equal((3, 0, 3, 0), Numbers(second, "ml_predictions"));
        Assert.Equal(Table(first, "ml_predictions").Changes, Table(dry, "ml_predictions").Changes);
        Assert.Equal(["{1,NULL} {NULL} {}", "{2,NULL} {NULL} {}", "{3,NULL} {NULL} {}"], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task Arrays_in_the_source_become_documents_with_all_values()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (id int, predicted_value int, features float8[], categories text[], feature_schema_id uuid,
                created_at date);
            INSERT INTO ml_predictions VALUES (1, 1, '{0.1,NULL,NaN,-Infinity,9007199254740993,0.30000000000000004}', '{"a,b",NULL,""}',
                '019b76da-a800-7000-8000-000000000001', '2026-01-01')
            """);

        Assert.True((await ImportAsync()).IsComplete);

        Assert.Equal(
            ["""[0.1, null, "NaN", "-Infinity", 9007199254740992, 0.30000000000000004] ["a,b", null, ""] 019b76da-a800-7000-8000-000000000001"""],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', context->'context', context->'imported'->'categories', context->'imported'->>'feature_schema_id')
                FROM ml_predictions
                """));
    }

    private async Task DefineInputsAsync()
    {
        await using var context = Database.CreateContext();
        context.Add(FeatureSchema.Define(
            "inputs", 1, DateTimeOffset.UnixEpoch, FeatureDefinition.Number("age"), FeatureDefinition.Category("plan"),
            FeatureDefinition.Number("income")));
        await context.SaveChangesAsync();
    }
}
