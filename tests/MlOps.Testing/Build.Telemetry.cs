using MlOps.Domain.Telemetry;

namespace MlOps.Testing;

/// <content>Telemetry.</content>
public static partial class Build
{
    public static LearningEvent LearningEvent(
        string eventType = "model.viewed", EventDetails? details = null, DateTimeOffset? at = null) =>
        Domain.Telemetry.LearningEvent.Record(eventType, at ?? Noon, details);

    public static GitOperationEvent GitOperationEvent(string repository = "core", string operation = "merge", DateTimeOffset? at = null) =>
        Domain.Telemetry.GitOperationEvent.Record(repository, operation, at ?? Noon);

    public static UserSessionEvent UserSessionEvent(string userId = "ann", string action = "login", DateTimeOffset? at = null) =>
        Domain.Telemetry.UserSessionEvent.Record(userId, "session-1", action, at ?? Noon);

    public static SystemMetric SystemMetric(
        string source = "host-1", string name = "load", double value = 0.5, DateTimeOffset? at = null) =>
        Domain.Telemetry.SystemMetric.Measure(source, name, value, at ?? Noon);

    public static QueryLog QueryLog(string fingerprint = "q1", double durationMs = 5, DateTimeOffset? at = null) =>
        Domain.Telemetry.QueryLog.Record(fingerprint, "SELECT 1", durationMs, at ?? Noon);

    public static ResourceSample ResourceSample(
        ResourceKind kind = ResourceKind.Disk, string resource = "/var", double used = 10, double? capacity = 100,
        DateTimeOffset? at = null) =>
        Domain.Telemetry.ResourceSample.Measure(kind, resource, used, at ?? Noon, capacity);

    /// <summary>A forecast for the next month, of what grows by one a day.</summary>
    public static CapacityForecast CapacityForecast(
        ResourceKind kind = ResourceKind.Disk, string resource = "/var", double? capacity = 100, DateTimeOffset? at = null)
    {
        var now = at ?? Noon;
        var trend = LinearTrend.Fit([.. Enumerable.Range(0, 3).Select(day => new TrendPoint(now.AddDays(day - 2), 10 + day))]);
        return Domain.Telemetry.CapacityForecast.Make(kind, resource, trend, now.AddMonths(1), now, capacity);
    }
}
