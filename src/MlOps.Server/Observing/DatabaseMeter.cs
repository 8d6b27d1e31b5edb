using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MlOps.Server.Observing;

/// <summary>The instruments that show what the database said last.</summary>
internal sealed class DatabaseMeter
{
    private const string TenantTag = "mlops.tenant";

    private readonly ConcurrentDictionary<Guid, TenantReading> _tenants = new();

    public DatabaseMeter(IMeterFactory meters)
    {
        var meter = meters.Create(MlOpsMeters.Server);
        meter.CreateObservableGauge("mlops.database.up", () => IsUp ? 1 : 0, null, "Whether the database answered when it was asked last.");
        meter.CreateObservableGauge("mlops.database.size", ReadSize, "By", "The size of the database.");
        meter.CreateObservableGauge(
            "mlops.alerts.open", () => Read(tenant => ListCounts(tenant.OpenAlerts, "severity")), "{alert}",
            "Alerts that are not resolved.");
        meter.CreateObservableGauge(
            "mlops.job.failures", () => Read(tenant => ListCounts(tenant.JobFailures, "job")), "{run}", "How often in a row a job failed.");
        meter.CreateObservableGauge(
            "mlops.dead_letters", () => Read<int>(tenant => [(tenant.DeadLetters, [])]), "{letter}",
            "Writes that the database refused, and that wait for somebody.");
    }

    public bool IsUp { get; set; }

    public long? Bytes { get; set; }

    public void Show(Guid tenantId, TenantReading reading) => _tenants[tenantId] = reading;

    private IEnumerable<Measurement<long>> ReadSize() => Bytes is { } bytes ? [new Measurement<long>(bytes)] : [];

    /// <summary>Shows nothing of a tenant that was not read.</summary>
    public IReadOnlyList<Guid> Keep(IReadOnlyCollection<Guid> tenants)
    {
        List<Guid> others = [.. _tenants.Keys.Except(tenants)];
        foreach (var other in others)
            _tenants.TryRemove(other, out _);

        return others;
    }

    private static IEnumerable<(int, KeyValuePair<string, object?>[])> ListCounts(IReadOnlyDictionary<string, int> counts, string tag) =>
        counts.Select(count => (count.Value, new KeyValuePair<string, object?>[] { new(tag, count.Key) }));

    private IEnumerable<Measurement<T>> Read<T>(Func<TenantReading, IEnumerable<(T Value, KeyValuePair<string, object?>[] Tags)>> list)
        where T : struct =>
        from tenant in _tenants
        from part in list(tenant.Value)
        select new Measurement<T>(part.Value, [new(TenantTag, $"{tenant.Key}"), .. part.Tags]);
}
