using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using MlOps.Import;
using MlOps.Import.Takeover;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>The steps of a takeover of a table of predictions, each beside a copy of the same rows by one statement.</summary>
internal sealed class TakeoverBenchmark()
    : Benchmark(
        "takeover",
        "a takeover of --rows old predictions (1,000,000): the copy, the second copy and how long writers wait for the switch, each " +
        "beside INSERT INTO ... SELECT of the same rows into a plain table")
{
    private const string Baseline = "INSERT INTO plain_predictions SELECT * FROM ml_predictions";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 1_000_000;
        var rounds = new List<TakeoverTimes>();
        // The first round warms up.
        for (var round = 0; round <= options.Rounds; round++)
        {
            var times = await MeasureAsync(database, rows, cancellationToken);
            if (round > 0)
                rounds.Add(times);
        }

        return
        [
            Describe("copy", Speed.Unit, time => rows / time.Copy.TotalSeconds, time => rows / time.Baseline.TotalSeconds),
            Describe("second copy", "ms", time => time.SecondCopy.TotalMilliseconds, time => time.Baseline.TotalMilliseconds),
            Describe("switch", "ms", time => time.Switch.TotalMilliseconds, time => time.Baseline.TotalMilliseconds),
            Describe("writers wait", "ms", time => time.Wait.TotalMilliseconds, time => time.Baseline.TotalMilliseconds),
        ];

        Result Describe(string step, string unit, Func<TakeoverTimes, double> ours, Func<TakeoverTimes, double> baseline) => new(
            $"{Name} ({step})",
            Rounds.Median(rounds.Select(ours)),
            Rounds.Median(rounds.Select(baseline)),
            Rounds.Median(rounds.Select(round => ours(round) / baseline(round))),
            unit);
    }

    private static async Task<TakeoverTimes> MeasureAsync(BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        var connection = await database.CreateEmptyDatabaseAsync();
        try
        {
            await using var home = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
            await using var next = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(connection) { SearchPath = TakeoverSession.Next });
            var takeover = new DatabaseTakeover(home, tenant => Open(next, tenant));
            // Without old tables it builds ours alone.
            await takeover.CopyAsync(new ImportOptions(), cancellationToken);
            await ExecuteAsync(
                home, OldTable.OfPredictions(Population.Start, rows) + "CREATE TABLE plain_predictions (LIKE ml_predictions)");

            await ExecuteAsync(home, "CHECKPOINT");
            var baseline = await Speed.TimeAsync(() => ExecuteAsync(home, Baseline));
            await ExecuteAsync(home, "CHECKPOINT");
            var copy = await Speed.TimeAsync(
                async () => RequireAll(await takeover.CopyAsync(new ImportOptions(), cancellationToken), rows));
            var second = await Speed.TimeAsync(() => takeover.CopyAsync(new ImportOptions(), cancellationToken));
            SwitchResult? switched = null;
            var whole = await Speed.TimeAsync(
                async () => switched = await takeover.SwitchAsync(new ImportOptions(), withoutRefusedRows: false, cancellationToken));
            return new TakeoverTimes(baseline, copy, second, whole, switched!.Wait);
        }
        finally
        {
            await database.DropDatabaseAsync(connection);
        }
    }

    private static MlOpsDbContext Open(NpgsqlDataSource next, Guid tenant)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(
            next,
            tenant,
            configure: npgsql => npgsql.MigrationsHistoryTable(MlOpsDbContextOptionsExtensions.HistoryTable, TakeoverSession.Next));
        return new MlOpsDbContext(builder.Options);
    }

    private static void RequireAll(CopyResult result, int rows)
    {
        if (result.Report?.Imported != rows)
            throw new InvalidOperationException($"Of {rows} rows {result.Report?.Imported ?? 0} were copied.");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
