using System.Diagnostics;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>How long a writer is held while rows that wait move into the slice that is made for them, beside one that nothing holds.
/// </summary>
internal sealed class DrainBenchmark()
    : Benchmark("drain", "how long an insert takes at most while --rows move into their slice, beside inserts that nothing holds")
{
    private const int Writers = 2;
    private const int DefaultRows = 300_000;

    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(20);

    // No slice of it is made but by this.
    private static readonly Slice Slice = Slice.Containing(Population.Start.AddYears(1), SliceInterval.Month);

    // The leaves first, which refer to the root.
    private static readonly string DropSlice =
        $"""
        DO $$
        DECLARE
            slice record;
        BEGIN
            FOR slice IN SELECT inhparent::regclass AS parent, inhrelid::regclass AS name FROM pg_inherits JOIN pg_class ON oid = inhrelid
                WHERE relname ~ 'ml_(predictions|feedback)_{Slice.Suffix}$' ORDER BY inhparent = 'ml_predictions'::regclass
            LOOP
                EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', slice.parent, slice.name);
                EXECUTE format('DROP TABLE %s', slice.name);
            END LOOP;
            DELETE FROM ml_slices WHERE root = 'ml_predictions' AND name = '{Slice.Suffix}';
        END $$
        """;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? DefaultRows;
        var rounds = new List<(double[] Ours, double[] Baseline, double Seconds)>();
        for (var round = 0; round < options.Rounds; round++)
        {
            await FillAsync(database, rows, cancellationToken);
            var (baseline, _) = await WriteWhileAsync(database, () => Task.Delay(Undisturbed, cancellationToken));
            await database.ExecuteAsync("CHECKPOINT");
            var (ours, seconds) = await WriteWhileAsync(database, () => DrainAsync(database, cancellationToken));
            rounds.Add((ours, baseline, seconds));
        }

        var worst = rounds.Max(round => round.Ours.Max());
        return
        [
            Compare("median", times => Percentile(times, 0.5)),
            Compare("p99", times => Percentile(times, 0.99)),
            Compare("maximum", times => times.Max()) with { Target = Target.AtMost(100, "ms") },
            new Result($"{Name} (worst round)", worst, rounds.Max(round => round.Baseline.Max()), null, "ms"),
            new Result($"{Name} (all of it)", Rounds.Median(rounds.Select(round => round.Seconds)), 0, null, "s"),
        ];

        Result Compare(string what, Func<double[], double> read) => new(
            $"{Name} ({what})",
            Rounds.Median(rounds.Select(round => read(round.Ours))),
            Rounds.Median(rounds.Select(round => read(round.Baseline))),
            Rounds.Median(rounds.Select(round => read(round.Ours) / read(round.Baseline))),
            "ms");
    }

    private static async Task FillAsync(BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await database.ExecuteAsync(DropSlice);
        await using (var context = database.CreateContext(database.Service))
            await context.BulkInsertAsync(Population.Stream(rows, Slice.Start).ToAsyncEnumerable(), cancellationToken);

        await database.ExecuteAsync("ANALYZE; CHECKPOINT");
    }

    private static async Task DrainAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext(database.Owner);
        await new SliceMaintenance(context).EnsureAsync(Slice.Start, Slice.Start, cancellationToken);
    }

    private static async Task<(double[] Milliseconds, double Seconds)> WriteWhileAsync(BenchmarkDatabase database, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteUntilAsync(database, stop.Token))).ToList();
        var start = Stopwatch.GetTimestamp();
        await work();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        return ([.. (await Task.WhenAll(writers)).SelectMany(times => times)], seconds);
    }

    // One row after the other through the parent, each in a transaction of its own, as an application does.
    private static async Task<List<double>> WriteUntilAsync(BenchmarkDatabase database, CancellationToken stop)
    {
        var times = new List<double>();
        await using var connection = await database.App.OpenConnectionAsync(CancellationToken.None);
        await using (var tenant = new NpgsqlCommand($"SELECT set_config('mlops.tenant_id', '{Tenants.Default}', false)", connection))
            await tenant.ExecuteNonQueryAsync(CancellationToken.None);

        await using var insert = new NpgsqlCommand(
            "INSERT INTO ml_predictions (tenant_id, id, created_at, service_name, prediction_type, predicted_value, source, revision) " +
            $"VALUES ('{Tenants.Default}', $1, '{Slice.Start:O}', 'ranking', 'relevance', 1, 'ml_model', 0)",
            connection);
        var id = insert.Parameters.Add(new NpgsqlParameter<Guid>());
        while (!stop.IsCancellationRequested)
        {
            id.Value = Guid.CreateVersion7(Slice.Start.AddDays(20));
            var start = Stopwatch.GetTimestamp();
            await insert.ExecuteNonQueryAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static double Percentile(double[] times, double part) => times.Order().ElementAt((int)(part * (times.Length - 1)));
}
