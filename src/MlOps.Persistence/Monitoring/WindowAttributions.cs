using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>Whether the features contribute to the answers of a window in another order than to those of its reference.</summary>
internal sealed class WindowAttributions(MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window)
{
    private readonly TimeWindow _reference = monitor.Reference.FindFor(window);
    private readonly List<AttributionComparison> _found = [];

    /// <summary>Compares the attributions of each method. What cannot be judged is added to a list, with the reason.</summary>
    public async Task<WindowAttributions> CompareAsync(List<UnjudgedFeature> unjudged, CancellationToken cancellationToken)
    {
        // A baseline has no predictions.
        if (monitor.ReferenceKind == MonitorReferenceKind.Baseline)
            return this;

        foreach (var compared in await AttributionComparison.ListAsync(
            context, monitor.ServiceName, _reference, window, monitor.MinSample, cancellationToken).ConfigureAwait(false))
        {
            if (FindReasonNotToJudge(compared) is { } reason)
                unjudged.Add(new UnjudgedFeature($"attributions by {compared.Method}", null, reason));
            else
                _found.Add(compared);
        }

        return this;
    }

    public IEnumerable<DriftMetric> Record(MonitoringRun run, DateTimeOffset at) => _found.Select(compared => DriftMetric.Measure(
        monitor.ModelName,
        null,
        DriftKind.Attribution,
        compared.ToResult(),
        monitor.FindAttributionThreshold(),
        new DriftSample(_reference, compared.Measurement.ReferenceSize),
        new DriftSample(window, compared.Measurement.CurrentSize),
        at,
        monitoringRunId: run.Id));

    private string? FindReasonNotToJudge(AttributionComparison compared)
    {
        var (reference, current) = (compared.Measurement.ReferenceSize, compared.Measurement.CurrentSize);
        return reference < monitor.MinSample || current < monitor.MinSample
            ? $"The reference has {reference} predictions with attributions and the window {current}, and each needs {monitor.MinSample}."
            : compared.Measurement.Statistic is null ? "No feature contributes to the answers of the reference." : null;
    }
}
