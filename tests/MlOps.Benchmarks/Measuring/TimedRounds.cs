namespace MlOps.Benchmarks.Measuring;

/// <summary>Runs both sides in turn, and measures them by the clock and by the processor of the server.</summary>
internal sealed class TimedRounds(ServerProcessor processor, int rounds, CancellationToken cancellationToken)
{
    /// <returns>A line for each of both.</returns>
    public async Task<IReadOnlyList<Result>> RunAsync(string name, Func<Task> ours, Func<Task> baseline, Target? target = null)
    {
        List<double> oursSeconds = [], baselineSeconds = [];
        var byClock = await Rounds.RunAsync(
            name, "ms", rounds, () => MeasureAsync(ours, oursSeconds), () => MeasureAsync(baseline, baselineSeconds), cancellationToken);
        var (oursMedian, baselineMedian) = (Median(oursSeconds), Median(baselineSeconds));
        return
        [
            byClock with { Target = target },
            new($"{name}, processor", oursMedian, baselineMedian, oursMedian / baselineMedian, "ms of the server's processor"),
        ];
    }

    private async Task<double> MeasureAsync(Func<Task> work, List<double> processorSeconds)
    {
        var elapsed = TimeSpan.Zero;
        processorSeconds.Add(await processor.SecondsOfAsync(async () => elapsed = await Speed.TimeAsync(work)));
        return elapsed.TotalMilliseconds;
    }

    // Without the first round, which warms up.
    private static double Median(List<double> seconds) => 1000 * Rounds.Median(seconds.Skip(1));
}
