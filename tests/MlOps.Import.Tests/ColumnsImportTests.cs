using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Import.Mapping;
using MlOps.Persistence;
using MlOps.Persistence.Tests.Docs;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Tables that lack columns, or have others.</summary>
public sealed class ColumnsImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    [Fact]
    public async Task A_table_without_a_required_column_is_skipped_and_its_rows_are_read_with_another_table()
    {
        await CreateSourceAsync(
            SourceDatabases.Services
            + "ALTER TABLE code_roach_ml_predictions DROP COLUMN project_id; ALTER TABLE ml_feedback DROP COLUMN created_at");
        var report = await ImportAsync();
        Assert.Equal("it has no column named project_id", Table(report, "code_roach_ml_predictions").SkipReason);
        Assert.Equal("it has no column named created_at, timestamp or submitted_at", Table(report, "ml_feedback").SkipReason);
        Assert.Equal((12, 4, 0, 8), Numbers(report, "ml_predictions"));
        Assert.Equal(0, await Database.CountAsync("code_roach_ml_predictions"));
        Assert.False(report.IsComplete);
    }

    [Fact]
    public async Task The_report_names_missing_and_ignored_columns()
    {
        await CreateSourceAsync(
            SourceDatabases.Services
            + "ALTER TABLE ml_predictions DROP COLUMN source; ALTER TABLE ml_performance_metrics ADD COLUMN note text");
        var report = await ImportAsync();
        Assert.Contains("no column source: the import uses 'ml_model'", Table(report, "ml_predictions").Remarks);
        Assert.Contains("shap_values", Table(report, "ml_predictions").MissingColumns);
        Assert.Equal(["metadata", "trace_no"], Table(report, "ml_predictions").ExtraColumns.Order());
        Assert.Equal(["note"], Table(report, "ml_performance_metrics").IgnoredColumns);
        Assert.Empty(Table(report, "ml_feedback").IgnoredColumns);
        Assert.Contains("metric_value becomes value", Table(report, "ml_performance_metrics").Remarks);
    }

    [Fact]
    public async Task A_column_that_is_named_key_is_not_the_id_of_a_row()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (key text, id bigint PRIMARY KEY, predicted_value int, created_at timestamptz);
            INSERT INTO ml_predictions VALUES ('same', 1, 1, '2026-01-01'), ('same', 2, NULL, '2026-01-01'), ('same', 3, 1, '2026-01-01');
            CREATE TABLE ml_performance_metrics (key text PRIMARY KEY, metric_name text, metric_value float8, created_at timestamptz);
            """);
        var report = await ImportAsync();
        Assert.Equal((3, 2, 0, 1), Numbers(report, "ml_predictions"));
        Assert.Equal("2", Assert.Single(Refused).Id);
        Assert.Equal("it has no column named metric_id or id", Table(report, "ml_performance_metrics").SkipReason);
        await using var context = Database.CreateContext();
        Assert.Equal(
            [Json.Parse("""{"imported": {"id": "1", "key": "same"}}"""), Json.Parse("""{"imported": {"id": "3", "key": "same"}}""")],
            (await context.Predictions.Select(prediction => prediction.Context!).ToListAsync()).OrderBy(document => document.Text));
    }

    [Fact]
    public async Task Any_number_of_unknown_columns_is_stored()
    {
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_predictions (id bigint, predicted_value int, created_at timestamptz,
                {string.Join(", ", Enumerable.Range(0, 120).Select(i => $"\"Other \"\"{i}\"\"\" int DEFAULT {i}"))});
            INSERT INTO ml_predictions VALUES (1, 1, '2026-01-01')
            """);
        var report = await ImportAsync();
        Assert.True(report.IsComplete);
        Assert.Equal(
            "119",
            await Database.ScalarAsync<string>(
                """SELECT context->'imported'->>'Other "119"' FROM ml_predictions WHERE context->'imported'->>'id' = '1'"""));
    }

    [Fact]
    public async Task A_prediction_is_found_by_the_id_that_it_had_or_by_the_request_that_it_names()
    {
        const string Fitting = "019b76da-a800-7000-8000-000000000001";
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_predictions (id text, request_id text, predicted_value int, created_at timestamptz);
            INSERT INTO ml_predictions VALUES ('0b2f8a8e-5a5e-4c5e-9a61-2a3f6a1d7c11', NULL, 1, '2026-01-01'),
                ('old', 'request-7', 2, '2026-01-01'), ('{Fitting}', NULL, 3, '2026-01-01Z'), (repeat('x', 256), NULL, 4, '2026-01-01')
            """);

        Assert.True((await ImportAsync()).IsComplete);

        Assert.Equal(
            ["0b2f8a8e-5a5e-4c5e-9a61-2a3f6a1d7c11", "request-7", "none", "none"],
            await Database.ColumnAsync("SELECT coalesce(request_id, 'none') FROM ml_predictions ORDER BY predicted_value"));
    }

    [Fact]
    public async Task Tables_of_another_schema_are_found_there()
    {
        await CreateSourceAsync("CREATE SCHEMA \"Old one\"; SET search_path TO \"Old one\"; " + SourceDatabases.Monitoring);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => ImportAsync());
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Equal((2, 1, 0, 1), Numbers(await ImportAsync(new ImportOptions { Schema = "Old one" }), "monitoring_metrics"));
    }

    [Fact]
    public async Task Large_rows_are_stored_in_smaller_batches()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (id bigint, predicted_value int, context jsonb, created_at timestamptz);
            INSERT INTO ml_predictions SELECT i, 1, jsonb_build_object('text', repeat('x', 1000000)), '2026-01-01'
                FROM generate_series(1, 40) i
            """);
        var batches = new List<long>();
        var report = await ImportAsync(new ImportOptions { OnProgress = table => batches.Add(table.Read) });
        Assert.Equal((40, 40, 0, 0), Numbers(report, "ml_predictions"));
        Assert.Equal([5, 10, 15, 20, 25, 30, 35, 40], batches);
    }

    [Theory]
    [InlineData("ml_predictions", "11111111-1111-4111-8111-111111111111", "2026-01-31 23:59:59.999999+00")]
    [InlineData("ml_feature_store", "O'Brien 你好", "1970-01-01 00:00:00+00")]
    public async Task The_page_on_imports_computes_the_same_ids(string table, string key, string createdAt)
    {
        var statements = Documents.Read("docs/import.md").Split("```sql\n")[1..].Select(block => block.Split("```")[0]).ToList();
        var quoted = key.Replace("'", "''", StringComparison.Ordinal);
        var values = $"(VALUES ('{table}', '{quoted}', '{createdAt}'::timestamptz)) AS old (table_name, id, created_at)";
        var at = DateTimeOffset.Parse(createdAt, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            ImportedId.Sliced(table, key, at),
            await Database.ScalarAsync<Guid>(statements[0].Replace("FROM old", $"FROM {values}", StringComparison.Ordinal)));
        if (!Guid.TryParse(key, out _))
            Assert.Equal(
                ImportedId.Plain(table, key),
                await Database.ScalarAsync<Guid>(statements[1].Replace("FROM old", $"FROM {values}", StringComparison.Ordinal)));
    }
}
