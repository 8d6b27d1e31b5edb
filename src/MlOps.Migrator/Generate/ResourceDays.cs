using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>What queries took, how much of disks and memory was in use, and how long these last.</summary>
internal sealed class ResourceDays(GenerationPlan plan) : DailyData("Queries and resources", plan)
{
    private const int QueriesPerDay = 20_000;
    private const int Fingerprints = 60;
    private const double Capacity = 1e12;

    private static readonly (ResourceKind Kind, string Name)[] Grow =
    [
        (ResourceKind.Disk, "data"), (ResourceKind.Disk, "archive"), (ResourceKind.Table, "ml_predictions"),
        (ResourceKind.Table, "learning_events"), (ResourceKind.Table, "system_performance_metrics"),
    ];

    private static readonly (ResourceKind Kind, string Name)[] Vary =
        [(ResourceKind.Cpu, "all"), (ResourceKind.Memory, "all"), (ResourceKind.Network, "all")];

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        foreach (var at in DayCurve.Moments(day, Plan.CountPerDay(QueriesPerDay), random))
        {
            var query = random.Next(Fingerprints);
            yield return random.AssignId(QueryLog.Record(
                $"{query:x8}", $"SELECT * FROM table_{query} WHERE id = $1", (1 + query) * Math.Exp(random.NextNormal()), at,
                    random.Next(1_000), "generator"));
        }

        for (var at = day; at < day.AddDays(1); at = at.AddMinutes(5))
        {
            foreach (var (kind, name) in Vary)
                yield return random.AssignId(
                    ResourceSample.Measure(kind, name, DayCurve.LevelAt(at) * (40 + (5 * random.NextNormal())), at, 100));

            foreach (var (kind, name) in Grow)
                yield return random.AssignId(
                    ResourceSample.Measure(kind, name, UsedAt(at, random), at, kind == ResourceKind.Disk ? Capacity : null));
        }

        foreach (var (kind, name) in Grow)
        {
            var trend = LinearTrend.Fit([.. Enumerable.Range(0, 7).Select(i => At(day.AddDays(-i), random))]);
            yield return random.AssignId(CapacityForecast.Make(
                kind, name, trend, day.AddDays(91), day.AddDays(1).AddMinutes(-1), kind == ResourceKind.Disk ? Capacity : null));
        }
    }

    private TrendPoint At(DateTimeOffset moment, SeededRandom random) => new(moment, UsedAt(moment, random));

    private double UsedAt(DateTimeOffset moment, SeededRandom random) =>
        (2e11 * (1 + ((moment - Plan.Start) / (Plan.End - Plan.Start)))) + (1e9 * random.NextNormal());
}
