using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

public class SliceMaintenanceTests(TestDatabase database) : DatabaseTest(database)
{
    private const int TablesOfTheAggregate = 9;

    [Fact]
    public async Task Every_table_of_the_aggregate_gets_a_partition_that_is_attached()
    {
        await EnsureAsync("2031-01-15", "2031-02-01");
        foreach (var month in (string[])["2031_01", "2031_02"])
            Assert.Equal(TablesOfTheAggregate, await AttachedAsync(month));
    }

    [Fact]
    public async Task What_exists_is_not_made_again()
    {
        Assert.Equal(
            [RenamedRun.Sql("ml_predictions_2031_03"), RenamedRun.Sql("ml_predictions_2031_04")],
            await EnsureAsync("2031-03-01", "2031-04-30"));
        Assert.Equal([RenamedRun.Sql("ml_predictions_2031_05")], await EnsureAsync("2031-03-01", "2031-05-01"));
        Assert.Empty(await EnsureAsync("2031-03-01", "2031-05-31"));
    }

    [Fact]
    public async Task Rows_that_came_before_their_slice_move_into_it_with_all_that_belongs_to_them()
    {
        var at = Utc("2031-06-15");
        var early = Predictions(at).Concat(Predictions(at.AddMonths(1))).ToList();
        await StoreAsync(early);
        var before = await RowsAsync();
        Assert.Equal(early.Count, await Database.CountAsync("ml_predictions_default"));

        await EnsureAsync("2031-06-01", "2031-06-30");

        Assert.Equal(before, await RowsAsync());
        Assert.Equal(early.Count / 2, await Database.CountAsync("ml_predictions_2031_06"));
        Assert.Equal(1, await Database.CountAsync("oracle_ml_predictions_2031_06"));
        Assert.Equal(early.Count / 2, await Database.CountAsync("ml_feedback_2031_06"));
        Assert.Equal(early.Count / 2, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(0, await Database.ScalarAsync<long>(
            "SELECT count(*) FROM oracle_ml_predictions_2031_06 WHERE id NOT IN (SELECT id FROM ml_predictions_2031_06)"));
    }

    [Fact]
    [StandardNames("It takes long, and other tests have the same statements.")]
    public async Task Ten_at_once_under_load_make_each_slice_once_and_lose_nothing()
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WriteUntilAsync(Utc("2032-01-10"), stop.Token))).ToList();
        var makers = Enumerable.Range(0, 10).Select(_ => Task.Run(() => EnsureAsync("2032-01-01", "2032-06-30"))).ToList();
        var made = (await Task.WhenAll(makers)).SelectMany(names => names).ToList();
        await stop.CancelAsync();
        var written = (await Task.WhenAll(writers)).Sum();

        Assert.Equal(6, made.Distinct().Count());
        Assert.Equal(6, made.Count);
        Assert.True(written > 0);
        Assert.Equal(written, await Database.CountAsync("ml_predictions"));
        Assert.Equal(written, await Database.CountAsync("oracle_ml_predictions"));
        Assert.Equal(written, await Database.CountAsync("ml_predictions_2032_01"));
    }

    [Fact]
    public async Task The_report_tells_the_first_gap_and_what_waits_for_a_slice()
    {
        await EnsureAsync("2033-01-01", "2033-01-31");
        // A slice behind the gap does not hide it.
        await EnsureAsync("2099-01-01", "2099-01-31");
        await StoreAsync(Predictions(Utc("2040-01-01")));
        await using var context = Database.CreateOwnerContext();
        var report = await new SliceReader(context).ReportAsync(Utc("2033-01-20"));
        var state = Assert.Single(report, state => state.Table == RenamedRun.Root("ml_predictions"));
        Assert.Equal(Utc("2033-02-01"), state.FirstGap);
        // Eight predictions, seven of them with a leaf, and feedback on each.
        Assert.Equal(8 + 7 + 8, state.DefaultRows);
    }

    [Fact]
    public async Task A_slice_takes_over_the_storage_parameters_of_the_default_partition()
    {
        await EnsureAsync("2032-08-01", "2032-08-31");
        await AlterDefaultAsync("SET (fillfactor = 55, vacuum_index_cleanup = off, autovacuum_analyze_scale_factor = 0.5)");

        await EnsureAsync("2032-09-01", "2032-09-30");
        Assert.Equal(
            [$"{RenamedRun.Table("ml_feedback_2032_09")} ", $"{RenamedRun.Table("ml_predictions_2032_08")} fillfactor=70",
                $"{RenamedRun.Table("ml_predictions_2032_09")} fillfactor=55,vacuum_index_cleanup=off,autovacuum_analyze_scale_factor=0.5"],
            await Database.ColumnAsync(
                "SELECT relname || ' ' || coalesce(array_to_string(reloptions, ','), '') FROM pg_class " +
                "WHERE relname IN ('ml_predictions_2032_08', 'ml_predictions_2032_09', 'ml_feedback_2032_09') ORDER BY 1"));
        await AlterDefaultAsync("RESET (vacuum_index_cleanup, autovacuum_analyze_scale_factor)");
        await AlterDefaultAsync("SET (fillfactor = 70)");
    }

    [Fact]
    public async Task A_label_stays_on_the_page_of_its_prediction()
    {
        Assert.Equal(0, await MovedByLabelsAsync("2032-10"));
        await AlterDefaultAsync("SET (fillfactor = 100)");
        Assert.NotEqual(0, await MovedByLabelsAsync("2032-11"));
        await AlterDefaultAsync("SET (fillfactor = 70)");
    }

    private async Task<int> MovedByLabelsAsync(string month)
    {
        await EnsureAsync($"{month}-01", $"{month}-30");
        var at = Utc($"{month}-10");
        List<Prediction> predictions =
            [.. Enumerable.Range(0, 200).Select(i => Build.Prediction("test", i, at.AddSeconds(i)))];
        await StoreAsync(predictions);
        var pages = $"SELECT id || split_part(ctid::text, ',', 1) FROM ml_predictions_{month.Replace('-', '_')} ORDER BY id";
        var before = await Database.ColumnAsync(pages);

        await using var context = Database.CreateOwnerContext();
        await new PredictionRepository(context).BulkLabelAsync(
            predictions.Where((_, i) => i % 10 == 0).Select(prediction => new Label(prediction.Id, 1, at.AddDays(1))));
        return before.Except(await Database.ColumnAsync(pages)).Count();
    }

    [Fact]
    public async Task The_keys_of_a_slice_refer_to_the_slice_beside_it_and_are_checked_there_alone()
    {
        await EnsureAsync("2031-09-01", "2031-09-30");
        Assert.Equal([RenamedRun.Sql("ml_predictions_2031_09")], await Database.ColumnAsync(
            "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = 'ml_feedback_2031_09'::regclass"));
        Assert.Equal(0, await Database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'ml_feedback'::regclass"));
    }

    [Theory]
    [InlineData("ml_predictions")]
    [InlineData("oracle_ml_predictions")]
    [InlineData("ml_feedback")]
    public async Task A_slice_is_attached_without_reading_its_rows(string table)
    {
        await EnsureAsync("2031-10-01", "2031-10-31");
        await StoreAsync(Predictions(Utc("2031-10-10")));
        var slice = Slice.OfSuffix("2031_10", SliceInterval.Month)!.Value;

        var notices = new List<string>();
        await using var connection = await Database.OwnerDataSource.OpenConnectionAsync();
        connection.Notice += (_, notice) => notices.Add(notice.Notice.MessageText);
        await using var command = new NpgsqlCommand(
            RenamedRun.Sql($"SET client_min_messages = debug1; ALTER TABLE {table} DETACH PARTITION {table}_2031_10; " +
                $"ALTER TABLE {table} ATTACH PARTITION {table}_2031_10 FOR VALUES FROM ('{slice.FirstId}') TO ('{slice.EndId}')"),
            connection);
        await command.ExecuteNonQueryAsync();
        Assert.Contains(
            $"partition constraint for table \"{RenamedRun.Table(table)}_2031_10\" is implied by existing constraints", notices);
    }

    private async Task AlterDefaultAsync(string change)
    {
        await using var command = Database.OwnerDataSource.CreateCommand(RenamedRun.Sql($"ALTER TABLE ml_predictions_default {change}"));
        await command.ExecuteNonQueryAsync();
    }

    private static List<Prediction> Predictions(DateTimeOffset at) =>
    [
        Build.Prediction("test", 0, at),
        Build.CodeRoachPrediction(0, at),
        Build.OraclePrediction(0, at),
        DaisyChainPrediction.Record("success", 0, at, "t"),
        FirstMatePrediction.Record("roll", 0, at, "u"),
        GameAppPrediction.Record("narrative", 0, at, "s"),
        AiGmPrediction.Record("decision", 0, at, "c"),
        PolicyPrediction.Record("compliance", 0, at, "r", "p", ComplianceState.Unknown),
    ];

    // Within a transaction no slice is made for them.
    private async Task StoreAsync(IReadOnlyCollection<Prediction> predictions)
    {
        await using var context = Database.CreateOwnerContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.BulkInsertAsync(predictions);
        await context.BulkInsertAsync(
            predictions.Select(prediction => Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, prediction.CreatedAt)));
        await transaction.CommitAsync();
    }

    private async Task<int> WriteUntilAsync(DateTimeOffset at, CancellationToken stop)
    {
        var written = 0;
        do
        {
            await using var context = Database.CreateOwnerContext();
            context.Add(Build.OraclePrediction(0, at));
            written += await context.SaveChangesAsync(CancellationToken.None) > 0 ? 1 : 0;
        }
        while (!stop.IsCancellationRequested);

        return written;
    }

    private async Task<IReadOnlyList<string>> EnsureAsync(string from, string to)
    {
        await using var context = Database.CreateOwnerContext();
        var made = await new SliceMaintenance(context).EnsureAsync(Utc(from), Utc(to));
        // Other roots have theirs.
        return [.. made.Where(name => name.Contains($"{RenamedRun.Table("ml_predictions")}_", StringComparison.Ordinal))];
    }

    private Task<long> AttachedAsync(string suffix) => Database.ScalarAsync<long>(
        $"SELECT count(*) FROM pg_class WHERE relispartition AND relkind = 'r' AND relname LIKE '%\\_{suffix}' AND relname ~ " +
        "'ml_(predictions|feedback)'");

    private Task<List<string>> RowsAsync() => Database.ColumnAsync(
        """
        SELECT row_to_json(p)::text FROM ml_predictions p UNION ALL SELECT row_to_json(o)::text FROM oracle_ml_predictions o
        UNION ALL SELECT row_to_json(f)::text FROM ml_feedback f ORDER BY 1
        """);

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal);
}
