namespace MlOps.Benchmarks.Measuring;

/// <summary>
/// Runs both sides in turn, so that whatever else the machine does meets both, after a round that warms both up. Which of
/// them is first changes from round to round.
/// </summary>
internal static class Rounds
{
    /// <param name="name">What is measured.</param>
    /// <param name="unit">The unit of what both sides return.</param>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="ours">Measures MlOps once.</param>
    /// <param name="baseline">Measures what it is compared with once.</param>
    /// <param name="cancellationToken">Stops between two measurements.</param>
    public static async Task<Result> RunAsync(
        string name,
        string unit,
        int rounds,
        Func<Task<double>> ours,
        Func<Task<double>> baseline,
        CancellationToken cancellationToken)
    {
        List<(double Ours, double Baseline)> measured = [];
        for (var round = 0; round <= rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = await (round % 2 == 0 ? ours : baseline)();
            cancellationToken.ThrowIfCancellationRequested();
            var second = await (round % 2 == 0 ? baseline : ours)();
            if (round > 0)
                measured.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        return new Result(
            name,
            Median(measured.Select(round => round.Ours)),
            Median(measured.Select(round => round.Baseline)),
            Median(measured.Select(round => round.Ours / round.Baseline)),
            unit);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
