using MlOps.Domain.Features;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Features in several documents of a row.</summary>
public sealed class InputDocumentsImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Stored =
        """
        SELECT coalesce(features::text || ' ' || categories::text, 'none') || ' ' || coalesce((context #- '{imported,id}')::text, 'null')
        FROM ml_predictions ORDER BY predicted_value
        """;

    [Theory]
    [InlineData("""{"x": 1}""", """{"age": 41}""", "NULL", "NULL", """{41,NULL} {NULL} {"x": 1, "imported": {}}""")]
    [InlineData("NULL", "NULL", "NULL", """{"plan": "gold"}""", """{NULL,NULL} {gold} {"imported": {}}""")]
    [InlineData(
        """{"age": 1}""", """{"age": 2, "income": 1.50}""", """{"age": 3, "income": 4}""", """{"plan": "gold", "x": 1.50}""",
        """{1,1.5} {gold} {"imported": {"features": {"x": 1.50}, "metadata": {"age": 2}, "input_features": "{\"age\": 3, \"income\": 4}"}}""")]
    [InlineData(
        """{"age": "old"}""", """{"age": 2}""", "NULL", "NULL", """{NULL,NULL} {NULL} {"age": "old", "imported": {"metadata": {"age": 2}}}""")]
    [InlineData("NULL", """{"features": {"age": 2, "x": 1}}""", "NULL", "NULL",
        """{2,NULL} {NULL} {"imported": {"metadata": {"features": {"x": 1}}}}""")]
    [InlineData("""{"x": 1}""", """{"y": 2}""", """{"z"}""", "[1]",
        """none {"x": 1, "imported": {"features": [1], "metadata": {"y": 2}, "input_features": "{\"z\"}"}}""")]
    [InlineData("""{"x": 1}""", "NULL", """  {"income": 2, "y": 1}""", "NULL",
        """{NULL,2} {NULL} {"x": 1, "imported": {"input_features": {"y": 1}}}""")]
    [InlineData("NULL", "NULL", "text", "NULL", """none {"imported": {"input_features": "text"}}""")]
    public async Task The_first_document_that_has_a_member_counts_and_what_is_no_feature_stays(
        string context, string metadata, string inputFeatures, string features, string stored)
    {
        await DefineInputsAsync();
        string[] values = [context, metadata, inputFeatures, features];
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_predictions (id text, features json, input_features text, metadata jsonb, context jsonb, service_name text,
                predicted_value int, created_at date);
            INSERT INTO ml_predictions (context, metadata, input_features, features, id, service_name, predicted_value, created_at) VALUES
                ({string.Join(", ", values.Select(value => value == "NULL" ? value : $"'{value}'"))}, 1, 'quiz', 1, '2026-01-01')
            """);

        Assert.True((await ImportAsync(new ImportOptions { Features = [new ImportFeatures("quiz", "inputs")] })).IsComplete);

        Assert.Equal([stored], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task Without_a_schema_documents_stay_as_they_are()
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (id text, context jsonb, metadata text, service_name text, predicted_value int, created_at date);
            INSERT INTO ml_predictions VALUES (1, NULL, '{"age": 1}', 'quiz', 1, '2026-01-01')
            """);

        var report = await ImportAsync(new ImportOptions { Features = [new ImportFeatures("other", "inputs")] });

        Assert.Equal(["""none {"imported": {"metadata": "{\"age\": 1}"}}"""], await Database.ColumnAsync(Stored));
        Assert.Contains(
            "no prediction of service 'other' has a document: schema 'inputs' is not used", Table(report, "ml_predictions").Remarks);
    }

    [Theory]
    [InlineData("NULL", """{1,NULL} {NULL} {"y": 2}""")]
    [InlineData("""{"x": 1, "income": 3}""", """{1,3} {NULL} {"x": 1, "imported": {"input_features": {"y": 2}}}""")]
    public async Task A_row_of_a_service_and_its_row_in_the_common_table_both_have_documents(string context, string stored)
    {
        await DefineInputsAsync();
        await CreateSourceAsync(
            $$"""
            CREATE TABLE ml_predictions (id uuid PRIMARY KEY, predicted_value int, context jsonb, created_at timestamptz);
            CREATE TABLE oracle_ml_predictions (id uuid PRIMARY KEY, query text, input_features jsonb);
            INSERT INTO ml_predictions VALUES
                ('019b76da-a800-7000-8000-000000000001', 1, {{(context == "NULL" ? context : $"'{context}'")}}, '2026-01-01Z');
            INSERT INTO oracle_ml_predictions SELECT id, 'why?', '{"age": 1, "y": 2}' FROM ml_predictions
            """);

        Assert.True((await ImportAsync(new ImportOptions { Features = [new ImportFeatures("oracle", "inputs")] })).IsComplete);

        Assert.Equal([stored], await Database.ColumnAsync(Stored));
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
