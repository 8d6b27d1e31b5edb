using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class TakeoverTests(TestServer server) : TakeoverTest(server, Old)
{
    // Old tables that have names of ours, such as teams make them.
    private const string Old =
        """
        CREATE TYPE old_state AS ENUM ('new', 'old');
        CREATE TABLE ml_predictions (
            id bigserial PRIMARY KEY, service_name text, predicted_value float8, actual_value float8, state old_state DEFAULT 'new',
            created_at timestamptz DEFAULT now()) PARTITION BY RANGE (id);
        CREATE TABLE ml_predictions_low PARTITION OF ml_predictions FOR VALUES FROM (1) TO (150);
        CREATE TABLE ml_predictions_high PARTITION OF ml_predictions FOR VALUES FROM (150) TO (MAXVALUE);
        CREATE TABLE ml_feedback (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), prediction_id bigint, rating int, created_at timestamptz);
        CREATE TABLE ml_jobs (id int PRIMARY KEY, note text);
        CREATE TABLE orders (id int PRIMARY KEY, prediction_id bigint REFERENCES ml_predictions);
        CREATE INDEX ix_ml_models_their ON orders (prediction_id);
        CREATE VIEW recent AS SELECT id, predicted_value FROM ml_predictions;
        INSERT INTO ml_predictions (service_name, predicted_value) SELECT 'quiz', i / 1000.0 FROM generate_series(1, 200) i;
        INSERT INTO ml_feedback (prediction_id, rating, created_at) SELECT id, 5, now() FROM ml_predictions WHERE id <= 3;
        INSERT INTO ml_jobs VALUES (1, 'theirs');
        INSERT INTO orders VALUES (1, 1)
        """;

    private const string CountOurs = "SELECT count(*)::text FROM {0}.ml_predictions";

    [Fact]
    public async Task Writers_of_the_old_tables_go_on_until_the_switch_and_none_of_their_rows_is_missing()
    {
        using var stop = new CancellationTokenSource();
        var acknowledged = new List<string>();
        var writer = Task.Run(() => WriteAsync(acknowledged, stop.Token), CancellationToken.None);
        var deleter = Task.Run(() => DeleteAsync(stop.Token), CancellationToken.None);
        await GoAsync("copy");
        await GoAsync("copy");
        await GoAsync("switch");
        await stop.CancelAsync();
        await writer;
        await deleter;
        var stored = await ColumnAsync("SELECT request_id FROM public.ml_predictions");
        Assert.True(acknowledged.Count > 100, $"{acknowledged.Count} rows");
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(
            await ColumnAsync("SELECT id::text FROM legacy.ml_predictions ORDER BY 1"),
            await ColumnAsync("SELECT request_id FROM public.ml_predictions ORDER BY 1"));
        Assert.Equal(
            await ColumnAsync("SELECT id::text FROM legacy.ml_predictions WHERE actual_value = 0.25 ORDER BY 1"),
            await ColumnAsync("SELECT request_id FROM public.ml_predictions WHERE actual_value = 0.25 ORDER BY 1"));
    }

    [Fact]
    public async Task Ours_take_the_place_of_old_tables_and_one_command_goes_back()
    {
        var refusal = await RunAsync("migrate");
        Assert.Equal(ExitCode.Of(MlOpsError.TakeoverRefused), refusal.ExitCode);
        Assert.Contains("takeover copy --dry-run", refusal.Error, StringComparison.Ordinal);
        var moving = await GoAsync("copy", "--dry-run");
        Assert.Equal(
            ["table\tml_feedback\tyes", "table\tml_jobs\tno", "table\tml_predictions\tyes", "table\tml_predictions_high\tno",
                "table\tml_predictions_low\tno", "table\tmlops_migrations_history\tno"],
            moving.Split('\n').Where(line => line.StartsWith("table\t", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Of(MlOpsError.TakeoverRefused), (await RunAsync("takeover", "switch")).ExitCode);
        await GoAsync("copy");
        Assert.Equal(["200"], await ColumnAsync("SELECT count(*)::text FROM ml_predictions"));
        Assert.Equal(["200"], await ColumnAsync(Ours("mlops_next")));
        await ExecuteAsync(
            "INSERT INTO ml_predictions (service_name, predicted_value) VALUES ('quiz', 0.9); " +
            "UPDATE ml_predictions SET actual_value = 1 WHERE id = 7");
        await GoAsync("copy");
        await ExecuteAsync("UPDATE ml_predictions SET actual_value = 2 WHERE id = 7");
        Manual.ParseJson("takeover switch", await GoAsync("switch", "--json"));
        Assert.Equal(["201"], await ColumnAsync(Ours("public")));
        Assert.Equal(["2"], await ColumnAsync("SELECT actual_value::text FROM public.ml_predictions WHERE actual_value IS NOT NULL"));
        Assert.Equal(["3"], await ColumnAsync("SELECT count(*)::text FROM public.ml_feedback"));
        Assert.Equal(["201"], await ColumnAsync("SELECT count(*)::text FROM recent"));
        Assert.Equal(["theirs"], await ColumnAsync("SELECT note FROM legacy.ml_jobs"));

        var migrated = await RunAsync("migrate");
        Assert.True(migrated.ExitCode == 0, migrated.ToString());
        Assert.DoesNotContain('\n', migrated.Output.TrimEnd());
        var verified = await RunAsync("verify");
        Assert.True(verified.ExitCode == 0, verified.ToString());
        Assert.Contains("unchanged", await GoAsync("switch", "--json"), StringComparison.Ordinal);

        Manual.ParseJson("takeover status", await GoAsync("status", "--json"));
        await ExecuteAsync("UPDATE public.ml_predictions SET predicted_value = 0.75 WHERE request_id = '7'");
        Assert.Equal(0, (await RunAsync("run", "--once")).ExitCode);
        var found = Manual.ParseJson("takeover back", await GoAsync("back", "--dry-run", "--json"))[0];
        Assert.Equal("ml_predictions", Assert.Single(found.GetProperty("newRows").EnumerateArray()).GetProperty("table").GetString());
        Assert.Contains(
            "ml_job_runs",
            found.GetProperty("housekeeping").EnumerateArray().Select(table => table.GetProperty("table").GetString()));
        var withRows = await RunAsync("takeover", "back");
        Assert.Equal(ExitCode.Of(MlOpsError.TakeoverRefused), withRows.ExitCode);
        Assert.Contains("ml_predictions (1)", withRows.Error, StringComparison.Ordinal);
        await GoAsync("back", "--leave-new-rows");
        Assert.Equal(["201", "1"], await ColumnAsync(
            "SELECT count(*)::text FROM ml_predictions UNION ALL SELECT count(*)::text FROM orders"));
        Assert.Contains("unchanged", await GoAsync("back", "--json"), StringComparison.Ordinal);
        await ExecuteAsync("INSERT INTO ml_predictions (service_name, predicted_value) VALUES ('quiz', 0.8)");
        await GoAsync("switch");
        Assert.Equal(["202", "1"], await ColumnAsync(
            $"{Ours("public")} UNION ALL SELECT count(*)::text FROM public.ml_predictions WHERE predicted_value = 0.75"));
    }

    [Fact]
    public async Task The_commands_of_the_page_do_what_they_say_one_after_the_other()
    {
        using var directory = new TestDirectory();
        var commands = File.ReadLines(Path.Combine(Repository.Root, "docs", "takeover.md"))
            .Where(line => line.StartsWith("    mlops ", StringComparison.Ordinal)).Select(line => line.Trim()["mlops ".Length..]).ToList();
        Assert.Equal(8, commands.Count);
        foreach (var command in commands)
        {
            var result = await RunAsync([.. command.Replace("refused", directory.Child("refused"), StringComparison.Ordinal).Split(' ')]);
            Assert.True(result.ExitCode == 0, $"{command}: {result}");
        }

        Assert.Contains("Switched at", await GoAsync("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rows_stop_the_switch_until_they_are_mended_and_a_schema_of_somebody_else_stops_everything()
    {
        await ExecuteAsync("CREATE SCHEMA mlops_next; UPDATE ml_predictions SET predicted_value = 'NaN' WHERE id = 3");
        var foreign = await RunAsync("takeover", "copy");
        Assert.Equal(ExitCode.Of(MlOpsError.TakeoverRefused), foreign.ExitCode);
        Assert.Contains("'mlops_next'", foreign.Error, StringComparison.Ordinal);
        await ExecuteAsync("DROP SCHEMA mlops_next");

        var copied = await RunAsync("takeover", "copy", "--json");
        Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), copied.ExitCode);
        Manual.ParseJson("takeover copy", copied.Output);
        var refused = await RunAsync("takeover", "switch");
        Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), refused.ExitCode);
        Assert.Equal(["200"], await ColumnAsync("SELECT count(*)::text FROM ml_predictions WHERE state = 'new'"));

        await ExecuteAsync("UPDATE ml_predictions SET predicted_value = 0.5 WHERE id = 3");
        await GoAsync("switch");
        Assert.Equal(["200"], await ColumnAsync(Ours("public")));
        Assert.Equal(["3"], await ColumnAsync("SELECT count(*)::text FROM public.ml_feedback"));
    }

    // Each transaction takes a while, as those of applications do, so that some began before a copy and end after it.
    private async Task WriteAsync(List<string> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var connection = await Database.OpenConnectionAsync(CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            await using var insert = new NpgsqlCommand(
                "INSERT INTO ml_predictions (service_name, predicted_value) VALUES ('quiz', 0.5) RETURNING id::text", connection);
            await using var label = new NpgsqlCommand(
                "UPDATE ml_predictions SET actual_value = 0.25 WHERE id = 1 + (random() * 199)::int; SELECT pg_sleep(0.002)", connection);
            try
            {
                var id = (string)(await insert.ExecuteScalarAsync(CancellationToken.None))!;
                await label.ExecuteNonQueryAsync(CancellationToken.None);
                await transaction.CommitAsync(CancellationToken.None);
                acknowledged.Add(id);
            }
            catch (PostgresException e) when (IsOfOurs(e))
            {
                // The name is that of our table now, which has other columns.
                return;
            }
        }
    }

    // It deletes rows that it has written itself, so that no acknowledged one is missing.
    private async Task DeleteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var command = Database.CreateCommand(
                "INSERT INTO ml_predictions (service_name, predicted_value) VALUES ('quiz', -1); " +
                "DELETE FROM ml_predictions WHERE predicted_value = -1 AND created_at < now() - interval '100 ms'; SELECT pg_sleep(0.002)");
            try
            {
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (PostgresException e) when (IsOfOurs(e))
            {
                return;
            }
        }
    }

    private static bool IsOfOurs(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedColumn
        or PostgresErrorCodes.DatatypeMismatch or PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.UndefinedFunction
        or PostgresErrorCodes.InsufficientPrivilege;

    private static string Ours(string schema) => CountOurs.Replace("{0}", schema, StringComparison.Ordinal);
}
