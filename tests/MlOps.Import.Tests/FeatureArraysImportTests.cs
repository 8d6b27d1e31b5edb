using MlOps.Domain.Features;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Arrays of a source that has no schemas.</summary>
public sealed class FeatureArraysImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Predictions =
        """
        CREATE TABLE ml_predictions (id text, service_name text, predicted_value int, features float8[], categories text[],
            feature_schema_id int, context jsonb, created_at timestamptz);
        """;

    private const string Stored =
        """
        SELECT coalesce(features::text || ' ' || categories::text, 'none') || ' ' || coalesce((context #- '{imported,id}')::text, 'null')
        FROM ml_predictions ORDER BY predicted_value
        """;

    private static readonly ImportOptions Options = new() { Features = [new ImportFeatures("quiz", "inputs")] };

    [Theory]
    [InlineData("'{41,NULL}', '{gold}', 7, '{\"age\": 1}'", """{41,NULL} {gold} {"age": 1, "imported": {}}""")]
    [InlineData("'{NaN,-Infinity}', '{NULL}', NULL, NULL", """{NaN,-Infinity} {NULL} {"imported": {}}""")]
    [InlineData("'{0.30000000000000004,-0}', '{\"a,\\\"b\"}', NULL, NULL", """{0.30000000000000004,-0} {"a,\"b"} {"imported": {}}""")]
    [InlineData("'{41}', '{gold}', 7, NULL", """none {"imported": {"features": [41], "categories": ["gold"], "feature_schema_id": 7}}""")]
    [InlineData("'{41,1}', NULL, NULL, NULL", """none {"imported": {"features": [41, 1]}}""")]
    [InlineData("NULL, '{gold}', NULL, '{\"age\": 41}'", """{41,NULL} {NULL} {"imported": {"categories": ["gold"]}}""")]
    [InlineData("NULL, NULL, NULL, '{\"age\": 41}'", """{41,NULL} {NULL} {"imported": {}}""")]
    public async Task Arrays_that_fit_the_named_schema_become_features_and_all_others_stay(string values, string stored)
    {
        await DefineInputsAsync();
        await CreateSourceAsync($"{Predictions} INSERT INTO ml_predictions VALUES ('1', 'quiz', 1, {values}, '2026-01-01')");
        Assert.True((await ImportAsync(Options)).IsComplete);
        Assert.Equal([stored], await Database.ColumnAsync(Stored));
    }

    [Theory]
    [InlineData("{1,2}", """{1,2} {gold} {"imported": {}}""")]
    [InlineData("{1,2,3}", """none {"context": [1, 2, 3], "imported": {"categories": ["gold"]}}""")]
    public async Task Arrays_in_the_column_that_would_become_context_are_features_if_they_fit(string numbers, string stored)
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            Predictions + $"""
            INSERT INTO ml_predictions VALUES ('1', 'quiz', 1, '{numbers}', '{"{gold}"}', NULL, NULL, '2026-01-01');
            ALTER TABLE ml_predictions DROP COLUMN context
            """);
        await ImportAsync(Options);
        Assert.Equal([stored], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task The_report_says_which_arrays_stayed_and_why()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            Predictions + """
            INSERT INTO ml_predictions SELECT i, CASE i WHEN 1 THEN 'other' ELSE 'quiz' END, i, array_fill(1, ARRAY[i]), '{gold}', NULL, NULL,
                '2026-01-01' FROM generate_series(1, 4) i
            """);

        var changes = Table(await ImportAsync(Options), "ml_predictions").Changes;

        Assert.Equal(1, changes["no schema gives the order of features and categories: they stay in context"]);
        Assert.Equal(1, changes["the arrays of the row become features of schema 'inputs' version 1"]);
        Assert.Equal(2, changes["the arrays of the row do not fit schema 'inputs' version 1: they stay in context"]);
    }

    [Fact]
    public async Task A_table_of_a_service_has_arrays_and_attributions_too()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (id uuid PRIMARY KEY, predicted_value int, context jsonb, request_id text, created_at timestamptz);
            CREATE TABLE oracle_ml_predictions (id uuid PRIMARY KEY, query text, features float8[], categories text[], attributions float8[],
                attribution_method text);
            INSERT INTO ml_predictions VALUES ('019b76da-a800-7000-8000-000000000001', 1, NULL, 'request-1', '2026-01-01Z'),
                ('019b76da-a800-7000-8000-000000000002', 2, '{"a": 1}', NULL, '2026-01-01Z');
            INSERT INTO oracle_ml_predictions SELECT id, 'why?', '{1,NULL}', '{gold}', '{0.1,NULL,NaN}', 'shap' FROM ml_predictions
            """);

        Assert.True((await ImportAsync(new ImportOptions { Features = [new ImportFeatures("oracle", "inputs")] })).IsComplete);

        Assert.Equal(
            ["""request-1 {1,NULL} {gold} {0.1,NULL,NaN} shap""", """{1,NULL} {gold} {0.1,NULL,NaN} shap {"a": 1}"""],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', request_id, features, categories, attributions, attribution_method, context)
                FROM ml_predictions ORDER BY predicted_value
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
