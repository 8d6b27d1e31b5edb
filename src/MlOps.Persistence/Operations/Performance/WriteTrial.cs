using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>Writes some predictions in a transaction that is rolled back, and commits some transactions that write nothing.</summary>
internal sealed class WriteTrial : IPerformancePart
{
    // The first ones open the connection and make plans.
    private const int Warmup = 3;
    private const int Trials = 20;

    // Milliseconds. A server on the same network stores one row in a few of them.
    private const double SlowWrite = 100;
    private const double SlowCommit = 20;

    private const string BusySessions = "SELECT * FROM pg_stat_activity WHERE state <> 'idle'";

    public string Check => "writes";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token => (IReadOnlyList<PerformanceFinding>)
            [
                await WriteAsync(context, now, token).ConfigureAwait(false),
                await CommitAsync(context, token).ConfigureAwait(false),
            ],
            cancellationToken).ConfigureAwait(false);

    private async Task<PerformanceFinding> WriteAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var whenDone = transaction.ConfigureAwait(false);
        try
        {
            var times = await TimeAsync(
                async () =>
                {
                    context.Add(Prediction.ForService("mlops performance", "trial", 0, now));
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
            return Judge(times, "prediction", "To write one prediction takes", SlowWrite);
        }
        finally
        {
            // Nothing of it is stored.
            context.ChangeTracker.Clear();
        }
    }

    // A message of this kind reaches the disk with the commit, and nobody reads it.
    private async Task<PerformanceFinding> CommitAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var times = await TimeAsync(
            () => context.Database.ExecuteSqlAsync(
                $"SELECT pg_logical_emit_message(true, 'mlops', 'performance')", cancellationToken)).ConfigureAwait(false);
        return Judge(times, "commit", "To commit takes", SlowCommit);
    }

    private static async Task<IReadOnlyList<double>> TimeAsync(Func<Task> write)
    {
        var times = new List<double>();
        for (var i = 0; i < Warmup + Trials; i++)
        {
            var since = Stopwatch.GetTimestamp();
            await write().ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return [.. times.Skip(Warmup).Order()];
    }

    private PerformanceFinding Judge(IReadOnlyList<double> times, string subject, string text, double slow)
    {
        var median = times[times.Count / 2];
        return new PerformanceFinding(
            Check,
            subject,
            $"{text} {Shown.Number(median)} ms in the median of {Trials}, and {Shown.Number(times[^1])} ms at most.",
            median > slow ? "It is slow. See what else the server and the network do." : null,
            median > slow ? BusySessions : null);
    }
}
