using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Benchmarks.Monitors;

/// <summary>Monitors of an hour and the hour before it. Each call runs the job of the next hour, as a scheduler does.</summary>
internal sealed class HourlyMonitors(BenchmarkDatabase database, TimedRounds rounds, CancellationToken cancellationToken)
{
    private const double Limit = 5000;

    private static readonly DateTimeOffset FirstEnd = Population.Start.AddDays(WatchedPopulation.Days / 2);

    public async Task<IReadOnlyList<Result>> MeasureAsync(string name) => await rounds.RunAsync(
        $"{name} (an hour, by sketches, beside by rows)",
        await StartAsync("hourly by sketches", new MonitorRule(DriftMethods.PsiEdges, 0.1, 0.25)),
        await StartAsync("hourly by rows", new MonitorRule(DriftMethods.PsiSturges, 0.1, 0.25)),
        new Target($"both <= {Limit} ms", result => result.Ours <= Limit && result.Baseline <= Limit));

    private async Task<Func<Task>> StartAsync(string name, MonitorRule rule)
    {
        var monitor = ServiceMonitor.Define(name, "watched-model", WatchedPopulation.Service, Population.Start, new MonitorSettings
        {
            LookbackHours = 1,
            Delay = TimeSpan.Zero,
            Features = WatchedPopulation.Numbers,
            SegmentFeature = WatchedPopulation.Segment,
            SegmentCap = WatchedPopulation.Segments,
            MinSample = 1,
            Rules = [rule],
        });
        await using var context = database.CreateContext(database.App);
        var job = await new MonitorRepository(context).StartAsync(monitor, FirstEnd, Population.Start, cancellationToken);
        var runner = new JobRunner(_ => database.CreateContext(database.App));
        var end = FirstEnd;
        return async () =>
        {
            var finished = await runner.RunAsync(job.Name, end, cancellationToken);
            if (finished is not [{ Error: null }])
            {
                throw new InvalidOperationException(
                    $"{job} ran {finished.Count} times for {end:O}: {string.Join(' ', finished.Select(run => run.Error))}");
            }

            end = end.AddHours(1);
        };
    }
}
