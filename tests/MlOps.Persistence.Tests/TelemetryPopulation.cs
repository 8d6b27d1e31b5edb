using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>A row for every table of the telemetry, with every property set.</summary>
internal static class TelemetryPopulation
{
    public static IReadOnlyList<Entity> Create()
    {
        var details = new EventDetails
        {
            SubjectType = Sample.Hostile,
            SubjectId = Sample.Hostile,
            Actor = Sample.Hostile,
            Payload = Json.From(new { text = Sample.Hostile }),
        };
        var trend = LinearTrend.Fit([new(Sample.Noon, 1), new(Sample.Noon.AddDays(1), 2.5), new(Sample.Noon.AddDays(2), 3)]);
        return
        [
            LearningEvent.Record("happened", Sample.Noon, details),
            GitOperationEvent.Record("core", "merge", Sample.Noon, Sample.Hostile, "0a1b", 1, 2, int.MaxValue, details),
            UserSessionEvent.Record("ann", Sample.Hostile, "login", Sample.Noon, double.MaxValue, details),
            SystemMetric.Measure("host", "load", -0.1, Sample.Noon, "1"),
            QueryLog.Record("q1", Sample.Hostile, 0.5, Sample.Noon, long.MaxValue, Sample.Hostile, Json.Parse("[]")),
            ResourceSample.Measure(ResourceKind.Disk, "/var", 3, Sample.Noon, 4),
            CapacityForecast.Make(ResourceKind.Table, "ml_predictions", trend, Sample.Noon.AddDays(30), Sample.Noon, 50),
        ];
    }
}
