using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Unexpected values: each one refuses its own row only.</summary>
public sealed class HostileImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Deep = "(repeat('[', 300) || repeat(']', 300))";

    [Theory]
    [InlineData("jsonb", Deep, "context", "depth of 256")]
    [InlineData("json", Deep, "context", "depth of 256")]
    [InlineData("text", Deep, "context", "depth of 256")]
    [InlineData("jsonb", "'{\"a\": 1e400}'", "context", "does not fit into a double")]
    [InlineData("json", "'{\"a\": 1e999999}'", "context", "does not fit into a double")]
    [InlineData("json", """'{"a": "\ud800"}'""", "context", "lone surrogate")]
    [InlineData("json", """'{"a": "\u0000"}'""", "context", "U+0000")]
    [InlineData("json", """'{"a": 1, "a": 2}'""", "context", "key twice")]
    [InlineData("jsonb", Deep, "extra", "depth of 256")]
    [InlineData("json", "'1e999999'", "extra", "does not fit into a double")]
    [InlineData("json", """'"\ud800"'""", "extra", "lone surrogate")]
    [InlineData("json", """'"\u0000"'""", "extra", "U+0000")]
    [InlineData("timestamptz", "'4713-01-01 BC'", "predicted_at", "must be between 1970 and 9998")]
    [InlineData("timestamp", "'294276-01-01'", "predicted_at", "must be between 1970 and 9998")]
    [InlineData("date", "'5874897-01-01'", "predicted_at", "must be between 1970 and 9998")]
    [InlineData("date", "'-infinity'", "predicted_at", "must be between 1970 and 9998")]
    [InlineData("text", "'2026-13-01'", "predicted_at", "must be a time")]
    [InlineData("numeric", "'1e1000'", "predicted_value", "must be a finite number")]
    public async Task A_hostile_value_refuses_its_row_and_no_other(string type, string value, string column, string reason)
    {
        // The table has the column in this type.
        var (context, extra) = (column == "context" ? type : "jsonb", column == "extra" ? type : "jsonb");
        var (at, number) = (column == "predicted_at" ? type : "date", column == "predicted_value" ? type : "int");
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_predictions (id bigint PRIMARY KEY, predicted_value {number}, predicted_at {at}, context {context},
                extra {extra});
            INSERT INTO ml_predictions SELECT i, '1', '2026-01-01', '1', '1' FROM generate_series(1, 3) i;
            UPDATE ml_predictions SET {column} = ({value})::{type} WHERE id = 2
            """);
        var report = await ImportAsync();
        Assert.Equal((3, 2, 0, 1), Numbers(report, "ml_predictions"));
        var refused = Assert.Single(Refused);
        Assert.Equal(("2", column == "extra" ? "context" : column), (refused.Id, refused.Column));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(300, 1)]
    public async Task Metrics_with_a_deep_document_are_imported_up_to_the_depth_limit(int depth, int refused)
    {
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_models (id bigint PRIMARY KEY, name text, version text, metrics jsonb, created_at timestamptz);
            INSERT INTO ml_models VALUES
                (1, 'credit-risk', '1', '{"{"}"accuracy": 0.5, "deep": {new string('[', depth)}{new string(']', depth)}{"}"}',
                    '2026-01-01'),
                (2, 'credit-risk', '2', '{"{"}"accuracy": 0.5{"}"}', '2026-01-01')
            """);
        Assert.Equal((2, 2 - refused, 0, refused), Numbers(await ImportAsync(), "ml_models", "model_versions"));
        Assert.All(Refused, row => Assert.Equal(("1", "metrics"), (row.Id, row.Column)));
        await using var context = Database.CreateContext();
        Assert.All(await context.ModelVersions.ToListAsync(), version => Assert.Equal(0.5, Assert.Single(version.Metrics).Value));
    }

    [Fact]
    public async Task Nulls_within_extra_columns_are_stored()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (id bigint, predicted_value int, created_at timestamptz, a jsonb, b text, c json);
            INSERT INTO ml_predictions VALUES (1, 1, '2026-01-01', '{"x": null, "y": [null, {"z": null}]}', NULL, '[{"x": null}]')
            """);
        await ImportAsync();
        await using var context = Database.CreateContext();
        Assert.Equal(
            Json.Parse("""{"imported": {"id": "1", "a": {"x": null, "y": [null, {"z": null}]}, "c": [{"x": null}]}}"""),
            (await context.Predictions.SingleAsync()).Context);
    }
}
