using System.Diagnostics;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>Batches as a writer stores them without load: beside COPY by the service role, and by way of temporary tables.</summary>
internal sealed class SmallBatchesBenchmark()
    : Benchmark("small-batches", "BulkInsertAsync of few rows as the application's role, beside COPY as the service role")
{
    private const int BatchesOfRound = 20;
    private const int UsualBatch = 50;

    private DateTimeOffset _at = Population.Start;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        var results = new List<Result>();
        foreach (var size in (int[])[1, UsualBatch, 200, 1000])
        {
            Way ours = new(database, database.App, (context, rows) => context.BulkInsertAsync(rows, cancellationToken));
            Way service = new(database, database.Service, (context, rows) => CopyAsync(context, rows, cancellationToken));
            Way staged = new(database, database.App, (context, rows) => CopyAsync(context, rows, cancellationToken));
            var beside = await CompareAsync($"{size} rows", ours, service);
            results.AddRange(beside[0] with { Target = size == UsualBatch ? Target.RatioAtMost(1.3) : null }, beside[1], beside[2]);
            results.AddRange(await CompareAsync($"{size} rows, beside temporary tables", ours, staged));

            async Task<Result[]> CompareAsync(string what, Way first, Way second)
            {
                var time = await Rounds.RunAsync(
                    $"{Name} ({what})", "ms/batch", options.Rounds,
                    () => StoreAsync(first, size), () => StoreAsync(second, size), cancellationToken);
                return
                [
                    time,
                    new($"{Name} ({what}, WAL)", first.Wal, second.Wal, first.Wal / second.Wal, "bytes/batch"),
                    new($"{Name} ({what}, commands)", first.Commands, second.Commands, null, "per batch"),
                ];
            }
        }

        return results;
    }

    private async Task<double> StoreAsync(Way way, int size)
    {
        List<List<Prediction>> batches = [];
        for (var i = 0; i < BatchesOfRound; i++, _at += size * Population.Pace)
            batches.Add(Population.Create(size, _at));

        return await way.MeasureAsync(batches);
    }

    // What BulkInsertAsync does with many rows.
    private static Task<int> CopyAsync(MlOpsDbContext context, List<Prediction> rows, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                RowPreparation.Prepare(context, rows);
                var batch = await Batch.PlanAsync(context, rows, cancellationToken);
                await batch.CopyAsync(context, cancellationToken);
                return rows.Count;
            },
            cancellationToken);

    /// <summary>A way to store batches, and what the last of them cost.</summary>
    private sealed class Way(BenchmarkDatabase database, NpgsqlDataSource dataSource, Func<MlOpsDbContext, List<Prediction>, Task> store)
    {
        /// <summary>The bytes of the write-ahead log for each batch.</summary>
        public double Wal { get; private set; }

        /// <summary>The commands and COPYs for each batch, each of which is a round trip or two.</summary>
        public double Commands { get; private set; }

        /// <summary>The milliseconds for each batch, each in a context of its own.</summary>
        public async Task<double> MeasureAsync(List<List<Prediction>> batches)
        {
            var commands = 0;
            using var listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
                ActivityStarted = _ => Interlocked.Increment(ref commands),
            };
            var before = await ReadWalAsync();
            var time = await Speed.TimeAsync(async () =>
            {
                foreach (var rows in batches)
                {
                    await using var context = database.CreateContext(dataSource);
                    await store(context, rows);
                }
            });
            Wal = (await ReadWalAsync() - before) / batches.Count;
            ActivitySource.AddActivityListener(listener);
            await using (var context = database.CreateContext(dataSource))
                await store(context, Population.Create(batches[0].Count, batches[^1][^1].CreatedAt + (Population.Pace / 2)));
            Commands = commands;
            return time.TotalMilliseconds / batches.Count;
        }

        private async Task<double> ReadWalAsync()
        {
            await using var command = database.Owner.CreateCommand("SELECT (pg_current_wal_insert_lsn() - '0/0')::float8");
            return (double)(await command.ExecuteScalarAsync())!;
        }
    }
}
