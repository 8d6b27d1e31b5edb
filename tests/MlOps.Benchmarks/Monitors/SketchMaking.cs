using MlOps.Benchmarks.Measuring;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Monitoring;

namespace MlOps.Benchmarks.Monitors;

/// <summary>
/// Makes the sketches of hours, of days and of the rest of the month. The reference of each window is the one before, which has its
/// sketches already. Beside it is a call that finds nothing to make, since that one reads the rows of both windows too.
/// </summary>
internal sealed class SketchMaking(
    BenchmarkDatabase database, ServiceMonitor monitor, TimedRounds rounds, CancellationToken cancellationToken)
{
    // The bins come from the first day.
    private const int FirstDay = 1;
    private const int DayOfHours = 2;

    public async Task<IReadOnlyList<Result>> MeasureAsync(string name, int rows)
    {
        await MakeAsync(WatchedPopulation.DaysFrom(FirstDay, 1));
        await MakeAsync(WatchedPopulation.Hours(24 * DayOfHours, 1));
        var (hour, day) = (24 * DayOfHours, DayOfHours);
        var hours = await rounds.RunAsync(
            $"{name} (sketches of an hour, beside a check of them)",
            () => MakeAsync(WatchedPopulation.Hours(++hour, 1)),
            () => MakeAsync(WatchedPopulation.Hours(24 * DayOfHours, 1)));
        await MakeAsync(WatchedPopulation.DaysFrom(DayOfHours, 1));
        var days = await rounds.RunAsync(
            $"{name} (sketches of a day, beside a check of them)",
            () => MakeAsync(WatchedPopulation.DaysFrom(++day, 1)),
            () => MakeAsync(WatchedPopulation.DaysFrom(FirstDay, 1)));
        var rest = rows / WatchedPopulation.Days * (WatchedPopulation.Days - day - 1);
        var speed = await Speed.OfAsync(
            rest, () => MakeAsync(WatchedPopulation.DaysFrom(WatchedPopulation.Days / 2, WatchedPopulation.Days / 2)));
        await database.ExecuteAsync("VACUUM ANALYZE ml_sketched_spans, ml_feature_sketches, ml_feature_bins; CHECKPOINT");
        return [.. hours, .. days, new Result($"{name} (sketches of the rest of the month)", speed, 0, null, Speed.Unit)];
    }

    private async Task MakeAsync(TimeWindow window)
    {
        await using var context = WatchedPopulation.CreateContext(database);
        await new MonitorSketches(context, monitor).BringUpToDateAsync(window, window.End, cancellationToken);
    }
}
