using System.Diagnostics;
using System.Threading.Channels;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;

namespace MlOps.Benchmarks.Cases;

/// <summary>What a caller pays who writes into memory. Nothing is stored meanwhile.</summary>
internal sealed class TryWriteBenchmark()
    : Benchmark("try-write", "TryWrite into memory, beside a bare bounded channel; eight producers beside one")
{
    private const int Producers = 8;

    // So many calls are timed at once: the clock itself takes tens of nanoseconds.
    private const int Calls = 100;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        var call = await Rounds.RunAsync(
            Name, "ns", options.Rounds,
            () => WithWriterAsync(database, rows, writer => MedianCall(rows, writer)),
            () => Task.FromResult(MedianCall(rows, Bare(rows))),
            cancellationToken);
        var bytes = await AllocatedAsync(database, rows[..Math.Min(rows.Count, 20_000)], cancellationToken);
        var together = await Rounds.RunAsync(
            $"{Name}-{Producers}-producers", "writes/s", options.Rounds,
            () => WithWriterAsync(database, rows, writer => Together(rows, Producers, writer)),
            () => WithWriterAsync(database, rows, writer => Together(rows, 1, writer)),
            cancellationToken);
        return
        [
            call with { Target = Target.AtMost(500, "ns") },
            new Result($"{Name}-bytes", bytes, 0, null, "bytes/write", new Target("0 bytes", measured => measured.Ours < 1)),
            together with { Target = Target.RatioAtLeast(0.5) },
        ];
    }

    private static async Task<double> WithWriterAsync(
        BenchmarkDatabase database, List<Prediction> rows, Func<Func<Prediction, bool>, double> measure)
    {
        await using var services = new WriterServices(database, options => options.Capacity = rows.Count);
        return measure(services.Writer.TryWrite);
    }

    /// <summary>Bytes for each call, once the queue has been as long before as it gets.</summary>
    private static async Task<double> AllocatedAsync(
        BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using var services = new WriterServices(database, _ => { });
        WriteAll();
        await services.StartAsync(cancellationToken);
        await services.Writer.FlushAsync(cancellationToken);
        return WriteAll();

        double WriteAll()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var row in rows)
                Require(services.Writer.TryWrite(row));

            return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / rows.Count;
        }
    }

    private static Func<Prediction, bool> Bare(List<Prediction> rows) => Channel.CreateBounded<object>(rows.Count).Writer.TryWrite;

    private static double MedianCall(List<Prediction> rows, Func<Prediction, bool> write)
    {
        var times = new double[rows.Count / Calls];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var j = 0; j < Calls; j++)
                Require(write(rows[(i * Calls) + j]));

            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
        }

        return Rounds.Median(times);
    }

    private static double Together(List<Prediction> rows, int producers, Func<Prediction, bool> write)
    {
        var each = rows.Count / producers;
        using var start = new Barrier(producers + 1);
        Thread[] threads = [.. Enumerable.Range(0, producers).Select(producer => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = producer * each; i < (producer + 1) * each; i++)
                Require(write(rows[i]));
        }))];
        foreach (var thread in threads)
            thread.Start();

        start.SignalAndWait();
        var began = Stopwatch.GetTimestamp();
        foreach (var thread in threads)
            thread.Join();

        return each * producers / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Require(bool accepted)
    {
        if (!accepted)
            throw new InvalidOperationException("The writer refused a row, so that nothing was measured.");
    }
}
