using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.Measuring;
using MlOps.Persistence;

namespace MlOps.Benchmarks.Queries;

/// <summary>A query that is run with many different parameters.</summary>
/// <param name="Goal">How fast it must be.</param>
/// <param name="Name">What it asks for, and how much.</param>
/// <param name="Executions">How often it runs.</param>
/// <param name="RunAsync">Runs it once, with the parameters of the number that it is given.</param>
internal sealed record MeasuredQuery(Goal Goal, string Name, int Executions, Func<MlOpsDbContext, int, Task> RunAsync)
{
    private const int WarmUps = 5;

    /// <summary>Each time with a context of its own, as a request of an application has, whose making counts too.</summary>
    public async Task<Result> MeasureAsync(Func<MlOpsDbContext> open, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = -WarmUps; i < Executions; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            await using (var context = open())
                await RunAsync(context, i + WarmUps);

            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return new Result(
            $"{Goal.Kind}: {Name}", times[(int)Math.Ceiling(0.95 * times.Count) - 1], Goal.SeedMilliseconds, null,
            string.Create(CultureInfo.InvariantCulture, $"ms p95, median {Rounds.Median(times):0.0}"),
                Target.AtMost(Goal.Milliseconds, "ms"));
    }
}
