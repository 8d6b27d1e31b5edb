using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>What hosts report of themselves, each host each metric in turn, all day long.</summary>
internal sealed class MetricDays(GenerationPlan plan) : DailyData("System metrics", plan)
{
    private const int PerDay = 10_000_000;
    private const int Hosts = 40;

    private static readonly Series[] All =
    [
        .. Enumerable.Range(1, Hosts).SelectMany(host => (Series[])
        [
            new($"host-{host:00}", "cpu.load", "percent", 40), new($"host-{host:00}", "memory.used", "bytes", 6e9),
            new($"host-{host:00}", "disk.reads", "1/s", 120), new($"host-{host:00}", "disk.writes", "1/s", 200),
            new($"host-{host:00}", "network.in", "bytes/s", 2e6), new($"host-{host:00}", "network.out", "bytes/s", 3e6),
            new($"host-{host:00}", "requests", "1/s", 80), new($"host-{host:00}", "errors", "1/s", 0.4),
            new($"host-{host:00}", "latency.p50", "ms", 12), new($"host-{host:00}", "latency.p95", "ms", 60),
            new($"host-{host:00}", "queue.length", null, 7), new($"host-{host:00}", "gc.pause", "ms", 3),
        ]),
    ];

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        var count = Plan.CountPerDay(PerDay);
        var level = 0.0;
        for (var i = 0; i < count; i++)
        {
            var at = day.AddTicks((long)(TimeSpan.TicksPerDay * (i / (double)count)));
            var series = All[i % All.Length];
            // The curve is computed once for all that is measured at about the same time.
            level = i % All.Length == 0 ? DayCurve.LevelAt(at) : level;
            yield return random.AssignId(SystemMetric.Measure(
                series.Source, series.Name, series.Usual * level * (1 + (0.1 * random.NextNormal())), at, series.Unit));
        }
    }

    private sealed record Series(string Source, string Name, string? Unit, double Usual);
}
