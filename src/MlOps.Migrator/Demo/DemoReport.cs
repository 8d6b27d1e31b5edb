using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Demo;

/// <summary>What the database holds, read through the public API.</summary>
internal sealed class DemoReport
{
    private static readonly string Retrained = DemoRegistry.Retrained.ModelName;

    private readonly Listing _predictions = new("Service", "Predictions", "Labelled", "Feedback", "Confidence", "Error");
    private readonly Listing _versions = new("Model", "Version", "Stage", "F1", "Brier", "Promoted");
    private readonly Listing _history = new("When", "Version", "From", "To", "Why");
    private readonly Listing _decisions = new("When", "Trigger", "Action", "Grounds");
    private DriftMetric? _drift;

    private DemoReport()
    {
    }

    public static async Task<DemoReport> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var report = new DemoReport();
        await report.ReadPredictionsAsync(services, cancellationToken);
        await report.ReadVersionsAsync(services, cancellationToken);
        await report.ReadHistoryAsync(services, cancellationToken);
        await report.ReadDecisionsAsync(services, cancellationToken);
        return report;
    }

    public void Write(Output output, MlOpsHost host)
    {
        if (output.IsJson)
        {
            output.Write(new
            {
                host.Target,
                Predictions = _predictions.ToObjects(),
                Versions = _versions.ToObjects(),
                History = _history.ToObjects(),
                Decisions = _decisions.ToObjects(),
                Drift = _drift is null ? null : new { _drift.MethodId, _drift.Statistic, _drift.Threshold, _drift.AlertLevel },
            });
            return;
        }

        output.Say("");
        output.Say($"In {host.Target} there are now:");
        output.Write(_predictions, "Predictions");
        output.Write(_versions, "Model versions");
        output.Write(_history, $"What happened to {Retrained}");
        output.Write(_decisions, "Retraining decisions");
        if (_drift is { } drift)
            output.Say(
                $"Latest drift of {Retrained}: {drift.MethodId} {drift.Statistic:N3} against {drift.Threshold:N2}: {drift.AlertLevel}.");

        WriteNextSteps(output, host);
    }

    private async Task ReadPredictionsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var context = services.GetRequiredService<MlOpsDbContext>();
        var feedback = await context.Feedback
            .Join(context.Predictions, given => given.PredictionId, prediction => prediction.Id, (_, prediction) => prediction.ServiceName)
            .GroupBy(service => service)
            .Select(group => new { Service = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Service, row => row.Count, cancellationToken);

        var always = new TimeWindow(DateTimeOffset.UnixEpoch, now.AddDays(1));
        await foreach (var row in services.GetRequiredService<PredictionRepository>()
            .StreamStatisticsAsync(always).WithCancellation(cancellationToken))
        {
            _predictions.Add(
                row.ServiceName, row.Predictions, row.Labelled, feedback.GetValueOrDefault(row.ServiceName), row.AverageConfidence,
                row.AverageError);
        }
    }

    private async Task ReadVersionsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var versions = services.GetRequiredService<MlOpsDbContext>().ModelVersions.AsNoTracking()
            .OrderBy(version => version.ModelName).ThenBy(version => version.Version).AsAsyncEnumerable();
        await foreach (var version in versions.WithCancellation(cancellationToken))
        {
            _versions.Add(
                version.ModelName, version.Version, version.Stage, version.F1Score, version.BrierScore, version.PromotedAt);
        }
    }

    private async Task ReadHistoryAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await foreach (var step in services.GetRequiredService<ModelVersionRepository>()
            .StreamHistoryAsync(Retrained).WithCancellation(cancellationToken))
        {
            _history.Add(step.CreatedAt, step.Version, step.FromStage, step.ToStage, step.Reason);
        }
    }

    private async Task ReadDecisionsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        _drift = await services.GetRequiredService<DriftMetricRepository>()
            .FindLatestAsync(Retrained, DemoDrift.Feature, cancellationToken);
        await foreach (var decision in services.GetRequiredService<RetrainingDecisionRepository>()
            .StreamRecentAsync(Retrained, 5).WithCancellation(cancellationToken))
        {
            _decisions.Add(
                decision.Timestamp, decision.TriggerReason, decision.Action,
                decision.RejectionReasons is [var reason, ..] ? reason : Explain(decision.DriftContext));
        }
    }

    private void WriteNextSteps(Output output, MlOpsHost host)
    {
        var mlops = Invocation.AsTyped();
        output.Say("");
        output.Say("Next:");
        if (host.IsPrivate)
        {
            output.Say($"  eval \"$({mlops} local env)\"; psql -c 'SELECT service_name, count(*) FROM ml_predictions GROUP BY 1'");
            output.Say($"  {mlops} local status");
            output.Say($"  {mlops} local stop       # its data stays; destroy deletes it");
        }

        if (_drift is { } drift)
            output.Say($"  {mlops} drift verify {drift.Id}");

        output.Say($"  {mlops} demo             # as much again");
    }

    private static string? Explain(Json? context) =>
        context?.As<DriftContext>() is { } drift ? $"{drift.Method} is {drift.Statistic}, threshold {drift.Threshold}" : null;
}
