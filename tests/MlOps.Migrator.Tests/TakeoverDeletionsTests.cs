using System.Text.Json;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class TakeoverDeletionsTests(TestServer server) : TakeoverTest(server, Old)
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";

    // Ids of all forms: numbers, uuids with a time, uuids without, and text. Rows of three tenants, of which one has no name.
    private const string Old =
        $"""
        CREATE TABLE ml_predictions (
            id text PRIMARY KEY, tenant_id text, service_name text, predicted_value float8, actual_value float8,
            created_at timestamptz NOT NULL);
        CREATE TABLE oracle_ml_predictions (
            id bigserial PRIMARY KEY, prediction_id text, query text, predicted_value float8, created_at timestamptz);
        CREATE TABLE ml_feedback (id bigserial PRIMARY KEY, tenant_id text, prediction_id text, rating int, created_at timestamptz);
        CREATE TABLE model_versions (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, version text, stage text, promoted_at timestamptz,
            created_at timestamptz DEFAULT now());
        CREATE TABLE ml_performance_metrics (id int PRIMARY KEY, service text, metric text, value float8, created_at timestamptz);
        INSERT INTO ml_predictions SELECT i::text, CASE i % 3 WHEN 0 THEN 'acme' WHEN 1 THEN '{Tenant}' END, 'quiz', 0.5, NULL, now()
            FROM generate_series(1, 60) AS i;
        INSERT INTO ml_predictions VALUES
            ('0190f3a0-1234-7abc-8def-0123456789ab', 'acme', 'quiz', 0.5, NULL,
                to_timestamp(x'0190f3a01234'::bigint / 1000.0)),
            ('A8098C1A-F86E-41DA-BD1A-00112444BE1E', NULL, 'quiz', 0.5, NULL, now());
        INSERT INTO oracle_ml_predictions (prediction_id, query) VALUES ('1', 'who'), ('4', 'when'), ('7', 'why');
        INSERT INTO oracle_ml_predictions (query, predicted_value, created_at) VALUES ('alone', 1, now()), ('alone too', 1, now());
        INSERT INTO ml_feedback (tenant_id, prediction_id, rating, created_at)
            SELECT tenant_id, id, 5, now() FROM ml_predictions WHERE id IN ('1', '2', '3', '10', '11', '12');
        INSERT INTO model_versions (name, version, stage, promoted_at)
            VALUES ('quiz', '1', 'Production', now()), ('quiz', '2', 'None', NULL), ('lone', '1', 'None', NULL);
        INSERT INTO ml_performance_metrics SELECT i, 'quiz', 'metric ' || i, 0.5, now() FROM generate_series(1, 5) AS i
        """;

    private const string Ours =
        "SELECT coalesce(request_id, id::text) FROM {0}.ml_predictions WHERE id NOT IN (SELECT id FROM {0}.oracle_ml_predictions " +
        "WHERE query LIKE 'alone%') ORDER BY 1";

    [Fact]
    public async Task Rows_that_were_deleted_in_the_old_tables_are_gone_with_what_belongs_to_them()
    {
        await GoAsync("copy");
        Assert.Equal(["64"], await ColumnAsync("SELECT count(*)::text FROM mlops_next.ml_predictions"));
        await ExecuteAsync(
            """
            DELETE FROM ml_predictions WHERE id IN ('1', '2', '3', '20', '0190f3a0-1234-7abc-8def-0123456789ab',
                'A8098C1A-F86E-41DA-BD1A-00112444BE1E');
            DELETE FROM ml_feedback WHERE prediction_id IN ('2', '10');
            DELETE FROM oracle_ml_predictions WHERE query IN ('who', 'when', 'alone');
            DELETE FROM ml_performance_metrics WHERE id = 4;
            DELETE FROM model_versions WHERE name = 'lone'
            """);
        var copied = Manual.ParseJson("takeover copy", await GoAsync("copy", "--json"))[0];
        Assert.Equal(7, Deleted(copied, "ml_predictions"));
        Assert.Equal(2, Deleted(copied, "ml_feedback"));
        Assert.Equal(3, Deleted(copied, "oracle_ml_predictions"));
        Assert.Equal(1, Deleted(copied, "ml_performance_metrics"));
        await AssertSameAsync("mlops_next");

        await ExecuteAsync("DELETE FROM ml_predictions WHERE id IN ('30', '31'); DELETE FROM ml_feedback WHERE prediction_id = '3'");
        await ExecuteAsync("INSERT INTO ml_predictions VALUES ('200', 'acme', 'quiz', 0.5, NULL, now())");
        var switched = Manual.ParseJson("takeover switch", await GoAsync("switch", "--json"))[0];
        Assert.Equal(2, switched.GetProperty("deleted").GetInt64());
        await AssertSameAsync("public", "legacy");
        Assert.Equal(0, (await RunAsync("verify")).ExitCode);
    }

    [Fact]
    public async Task A_row_that_is_refused_after_a_change_is_not_deleted_and_neither_is_what_others_need()
    {
        await GoAsync("copy");
        await ExecuteAsync(
            """
            UPDATE ml_predictions SET created_at = created_at - interval '1 day', predicted_value = 'NaN' WHERE id = '5';
            UPDATE ml_predictions SET created_at = created_at - interval '1 day' WHERE id = '8';
            DELETE FROM model_versions WHERE version = '1' AND name = 'quiz'
            """);
        var copied = await RunAsync("takeover", "copy");
        Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), copied.ExitCode);
        Assert.Contains(
            "it was deleted in the old tables, and stays: rows of ml_serving_periods name it", copied.Output, StringComparison.Ordinal);
        Assert.Equal(["64"], await ColumnAsync("SELECT count(*)::text FROM mlops_next.ml_predictions"));
        await GoAsync("switch", "--without-refused-rows");
        Assert.Equal(["64"], await ColumnAsync("SELECT count(*)::text FROM public.ml_predictions"));
        Assert.Equal(["1"], await ColumnAsync(
            "SELECT count(*)::text FROM public.ml_predictions WHERE request_id = '5' AND service_name = 'quiz'"));
    }

    [Fact]
    public async Task After_a_way_back_nothing_of_ours_is_deleted()
    {
        await GoAsync("copy");
        await GoAsync("switch");
        await ExecuteAsync(
            "INSERT INTO public.ml_feedback (tenant_id, id, prediction_id, rating, source, created_at) " +
            "SELECT tenant_id, gen_random_uuid(), id, 4, 'user', now() FROM public.ml_predictions WHERE request_id = '14'; " +
            "DELETE FROM public.ml_predictions WHERE request_id = '50'");
        await GoAsync("back", "--leave-new-rows");
        await ExecuteAsync("DELETE FROM ml_predictions WHERE id IN ('14', '17')");
        var copied = await GoAsync("copy");
        Assert.Contains("deletions in the old tables are not followed after a way back", copied, StringComparison.Ordinal);
        var switched = await GoAsync("switch");
        Assert.Contains("deletions in the old tables are not followed after a way back", switched, StringComparison.Ordinal);
        Assert.Equal(["14", "17"], await ColumnAsync(
            "SELECT request_id FROM public.ml_predictions WHERE request_id IN ('14', '17') ORDER BY 1"));
        Assert.Equal(["7"], await ColumnAsync("SELECT count(*)::text FROM public.ml_feedback"));
    }

    [Fact]
    public async Task An_id_with_white_space_around_it_is_the_same_id()
    {
        await ExecuteAsync(
            "INSERT INTO ml_predictions VALUES ('0190f3a0-1234-7abc-8def-0123456789ff ', 'acme', 'spaced', 0.5, NULL, " +
            "to_timestamp(x'0190f3a01234'::bigint / 1000.0))");
        await GoAsync("copy");
        await ExecuteAsync("DELETE FROM ml_predictions WHERE id = '14'");
        await GoAsync("switch");
        Assert.Equal(["1", "0"], await ColumnAsync(
            "SELECT count(*)::text FROM public.ml_predictions WHERE service_name = 'spaced' " +
            "UNION ALL SELECT count(*)::text FROM public.ml_predictions WHERE request_id = '14'"));
    }

    [Fact]
    public async Task A_table_that_was_copied_and_renamed_deletes_nothing_and_stops_the_switch()
    {
        await GoAsync("copy");
        await ExecuteAsync("ALTER TABLE oracle_ml_predictions RENAME TO oracle_before; DELETE FROM ml_predictions WHERE id = '14'");
        Assert.Contains("oracle_ml_predictions was copied, and can no longer be read", await GoAsync("copy"), StringComparison.Ordinal);
        var refused = await RunAsync("takeover", "switch");
        Assert.Equal(ExitCode.Of(MlOpsError.TakeoverRefused), refused.ExitCode);
        Assert.Contains("oracle_ml_predictions: copied before", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["64"], await ColumnAsync("SELECT count(*)::text FROM mlops_next.ml_predictions"));
        await ExecuteAsync("ALTER TABLE oracle_before RENAME TO oracle_ml_predictions");
        await GoAsync("switch");
        Assert.Equal(["63"], await ColumnAsync("SELECT count(*)::text FROM public.ml_predictions"));
    }

    [Fact]
    public async Task A_database_that_was_restored_from_a_dump_deletes_nothing_and_never_goes_back()
    {
        await GoAsync("copy");
        await ChangeDatabaseAsync("mlops_next");
        await ExecuteAsync("DELETE FROM ml_predictions WHERE id = '14'; UPDATE ml_predictions SET actual_value = 1 WHERE id = '17'");
        Assert.Contains("not followed after a restore", await GoAsync("copy"), StringComparison.Ordinal);
        Assert.Contains("not followed after a restore", await GoAsync("switch"), StringComparison.Ordinal);
        Assert.Equal(["14", "17"], await ColumnAsync(
            "SELECT request_id FROM public.ml_predictions WHERE request_id = '14' OR actual_value = 1 ORDER BY 1"));
        await ChangeDatabaseAsync("legacy");
        var refused = await RunAsync("takeover", "back");
        Assert.Equal(ExitCode.Of(MlOpsError.TakeoverRefused), refused.ExitCode);
        Assert.Contains("restored from a dump", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switch_that_meets_a_reader_of_ours_begins_anew_instead_of_waiting()
    {
        await GoAsync("copy");
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM mlops_next.ml_predictions", connection))
            await read.ExecuteScalarAsync();

        var running = Task.Run(() => RunAsync("takeover", "switch"));
        var waits = new HashSet<string>();
        for (var deadline = DateTime.UtcNow.AddSeconds(60); waits.Count < 2 && DateTime.UtcNow < deadline;)
            waits.UnionWith(await ColumnAsync(
                "SELECT query_start::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"));

        await transaction.RollbackAsync();
        var result = await running;
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(2, waits.Count);
    }

    private async Task AssertSameAsync(string ours, string old = "public")
    {
        Assert.Equal(
            await ColumnAsync($"SELECT id FROM {old}.ml_predictions ORDER BY 1"),
            await ColumnAsync(Ours.Replace("{0}", ours, StringComparison.Ordinal)));
        Assert.Equal(
            ["2", "4"],
            await ColumnAsync(
                $"SELECT count(*)::text FROM {ours}.oracle_ml_predictions " +
                $"UNION ALL SELECT count(*)::text FROM {ours}.ml_performance_metrics"));
        Assert.Equal(["1"], await ColumnAsync($"SELECT count(*)::text FROM {ours}.ml_models"));
    }

    private static long Deleted(JsonElement copied, string table) => copied.GetProperty("tables").EnumerateArray()
        .Single(one => one.GetProperty("source").GetString() == table && one.GetProperty("target").GetString() == table)
        .GetProperty("deleted").GetInt64();
}
