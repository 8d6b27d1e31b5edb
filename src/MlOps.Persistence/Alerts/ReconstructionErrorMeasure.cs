using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The newest error of each model's autoencoder, which callers compute and store with their drift metrics.</summary>
internal sealed class ReconstructionErrorMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.VaeReconstructionError;

    // The subjects that the rule had before count.
    public bool DependsOnRule => true;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newest = await context.DriftMetrics.AsNoTracking().Within(rule.WindowUntil(now))
            .Where(metric => metric.VaeReconstructionError != null)
            .Where(metric => rule.ModelName == null || metric.ModelName == rule.ModelName)
            .Where(metric => rule.ServiceName == null || metric.ServiceName == rule.ServiceName)
            .GroupBy(metric => new { metric.ModelName, metric.FeatureName })
            .Select(group => group.OrderByDescending(metric => metric.CreatedAt).First())
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var known = await KnownSubjects.ListAsync(context, rule, cancellationToken).ConfigureAwait(false);
        var measured = newest.Select(Judge).ToList();
        measured.AddRange(known.Except(measured.Select(one => one.Subject)).Select(subject => Measured.Missing(
            subject, $"No reconstruction error of {subject} was stored in the last {Shown.Span(rule.WindowLength)}.")));
        return measured.Count > 0 ? measured :
        [
            Measured.Missing(
                "",
                $"No reconstruction error was stored in the last {Shown.Span(rule.WindowLength)}. The program with the autoencoder " +
                "stores it " +
                "with DriftMetric.Measure, in ml_drift_metrics.vae_reconstruction_error."),
        ];
    }

    private static Measured Judge(DriftMetric metric)
    {
        var subject = metric.FeatureName is { } feature ? $"{metric.ModelName}: {feature}" : metric.ModelName;
        return Measured.Of(
            subject,
            metric.VaeReconstructionError!.Value,
            $"The reconstruction error of {subject} is {Shown.Number(metric.VaeReconstructionError.Value)}, by {metric.CurrentSize} " +
            $"rows until {Shown.Time(metric.CurrentEnd)}.",
            "The inputs have changed since the autoencoder was trained: compare them with the reference, and train both again.");
    }
}
