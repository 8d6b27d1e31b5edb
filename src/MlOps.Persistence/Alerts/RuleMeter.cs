using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>
/// Shows what the rules of alerts last saw to those who read meters, such as Prometheus. A gauge cannot wait for a database, so it shows
/// what was read last.
/// </summary>
public sealed class RuleMeter
{
    private readonly ConcurrentDictionary<Guid, Seen> _tenants = new();

    public RuleMeter(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(WriterMeter.Name);
        meter.CreateObservableGauge(
            "mlops.rule.value", () => _tenants.Values.SelectMany(tenant => tenant.Values), null,
            "The newest value of a metric that alert rules watch.");
        meter.CreateObservableGauge(
            "mlops.rule.age", ListAges, "s", "How long ago the rules of a tenant were evaluated.");
    }

    /// <summary>Reads what the rules of the context's tenant last saw. Call it from time to time.</summary>
    public async Task ReadAsync(MlOpsDbContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var states = new List<AlertState>();
        await foreach (var state in new AlertRepository(context).StreamStatesAsync().WithCancellation(cancellationToken)
            .ConfigureAwait(false))
        {
            if (state.Rule is { Enabled: true })
                states.Add(state);
        }

        if (states.Count == 0)
            Forget(context.TenantId);
        else
            _tenants[context.TenantId] = new Seen(Measure(states, context.TenantId), states.Max(state => state.EvaluatedAt));
    }

    /// <summary>Shows nothing of a tenant any longer.</summary>
    public void Forget(Guid tenantId) => _tenants.TryRemove(tenantId, out _);

    // Rules with different thresholds watch the same metric. Each would show the same value.
    private static List<Measurement<double>> Measure(List<AlertState> states, Guid tenantId) =>
    [
        .. states.Where(state => state.Value is not null).GroupBy(state => (state.Rule!.Metric, state.Subject)).Select(group =>
            new Measurement<double>(
                group.OrderByDescending(state => state.EvaluatedAt).ThenBy(state => state.Rule!.Name, StringComparer.Ordinal).First()
                    .Value!.Value,
                new("mlops.tenant", tenantId.ToString()), new("metric", group.Key.Metric), new("subject", group.Key.Subject))),
    ];

    private IEnumerable<Measurement<double>> ListAges()
    {
        var now = TimeProvider.System.GetUtcNow();
        return _tenants.Select(tenant => new Measurement<double>(
            Math.Max(0, (now - tenant.Value.EvaluatedAt).TotalSeconds),
            new KeyValuePair<string, object?>("mlops.tenant", tenant.Key.ToString())));
    }

    private sealed record Seen(IReadOnlyList<Measurement<double>> Values, DateTimeOffset EvaluatedAt);
}
