using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Demo;

/// <summary>
/// A day in the life of six services. Each step stores what it does in transactions of its own, and the next run starts
/// from whatever a run that was killed has left: models, versions and the promotion are there once, however many runs.
/// </summary>
internal sealed class DemoRun(IServiceProvider services, Steps steps, CancellationToken cancellationToken)
{
    private const int PredictionsPerLabel = 10;
    private const int LabelsAtOnce = 50;
    private const int PredictionsPerFeedback = 20;

    private readonly MlOpsDbContext _context = services.GetRequiredService<MlOpsDbContext>();
    private readonly TimeProvider _clock = services.GetRequiredService<TimeProvider>();
    private readonly DateTimeOffset _now = services.GetRequiredService<TimeProvider>().GetUtcNow();
    private readonly Random _random = new(20250101);

    public static async Task<MlOpsHost> RunAsync(
        ContextFactory contexts, string? connection, Steps steps, CancellationToken cancellationToken)
    {
        var host = await steps.RunAsync("Find PostgreSQL", () => MlOpsHost.OpenAsync(contexts, connection, cancellationToken));
        await using var scope = host.Services.CreateAsyncScope();
        await new DemoRun(scope.ServiceProvider, steps, cancellationToken).RunAsync(host);
        return host;
    }

    private async Task RunAsync(MlOpsHost host)
    {
        await DemoGuard.RefuseForeignDataAsync(_context, host.Target, cancellationToken);
        await steps.RunAsync("Upgrade the schema", () => services.GetRequiredService<SchemaUpgrade>()
            .RunAsync(_now.AddDays(-1), _now.AddMonths(1), cancellationToken: cancellationToken));
        var serving = await steps.RunAsync("Register models", () => AloneAsync(() =>
            ActivatorUtilities.CreateInstance<DemoRegistry>(services).EnsureAsync(_now.AddDays(-1), cancellationToken)));

        var predictions = await steps.RunAsync("Write predictions", () => PredictAsync(serving));
        await steps.RunAsync("Record feedback", () => GiveFeedbackAsync(predictions));
        var labelled = await steps.RunAsync("Record late labels", progress => LabelAsync(predictions, progress));
        var drift = await steps.RunAsync("Measure drift", () => MeasureAsync(predictions, serving));
        await steps.RunAsync("Decide on retraining", () => AloneAsync(() => DecideAsync(drift, labelled)));
    }

    private async Task<List<Prediction>> PredictAsync(Dictionary<string, ModelVersion> serving)
    {
        var predictions = DemoDay.Predict(serving, _now, _random);
        await _context.BulkInsertAsync(predictions, cancellationToken);
        return predictions;
    }

    private Task<long> GiveFeedbackAsync(List<Prediction> predictions) =>
        _context.BulkInsertAsync(
            predictions.Where((_, i) => i % PredictionsPerFeedback == 0).Select(prediction => Feedback.Record(
                prediction,
                new FeedbackContent
                {
                    Rating = _random.Next(Feedback.MinRating, Feedback.MaxRating + 1),
                    UserId = $"user-{_random.Next(50)}",
                },
                _now)),
            cancellationToken);

    private async Task<int> LabelAsync(List<Prediction> predictions, IProgress<double> progress)
    {
        var labelled = predictions.Where((_, i) => i % PredictionsPerLabel == 0).ToList();
        var done = 0;
        foreach (var chunk in labelled.Chunk(LabelsAtOnce))
        {
            await services.GetRequiredService<PredictionRepository>().BulkLabelAsync(chunk.Select(Label), cancellationToken);
            progress.Report((double)(done += chunk.Length) / labelled.Count);
        }

        return done;
    }

    private Label Label(Prediction prediction)
    {
        var error = (_random.NextDouble() - 0.5) * 0.3;
        return new Label(prediction.Id, Math.Clamp(prediction.PredictedValue!.Value + error, 0, 1), _now);
    }

    private async Task<DriftMetric> MeasureAsync(List<Prediction> predictions, Dictionary<string, ModelVersion> serving)
    {
        var retrained = DemoRegistry.Retrained;
        var recorded = await services.GetRequiredService<DriftMetricRepository>().RecordAsync(
            retrained.ModelName, DemoDrift.Ask(retrained, _now), DemoDrift.Threshold, _now, serving[retrained.ModelName].Id,
            cancellationToken);
        var metric = recorded.Metrics.Single();
        services.GetRequiredService<MonitoringRunRepository>().Add(DemoDrift.Monitor(predictions, metric, _now));
        await _context.SaveChangesAsync(cancellationToken);
        return metric;
    }

    // The decision and the promotion that follows from it are stored together or not at all.
    private async Task<RetrainingAction> DecideAsync(DriftMetric drift, int labelled)
    {
        var now = _clock.GetUtcNow();
        var versions = services.GetRequiredService<ModelVersionRepository>();
        var name = DemoRegistry.Retrained.ModelName;
        var candidate = await versions.GetAsync(name, DemoRegistry.Candidate, cancellationToken);
        var evidence = new DecisionEvidence
        {
            ModelName = name,
            CandidateVersionId = candidate.Id,
            DriftContext = Json.From(new DriftContext(drift.MethodId, Math.Round(drift.Statistic, 3), drift.Threshold)),
            LabeledSamples = labelled,
            CoveragePct = 100.0 / PredictionsPerLabel,
        };

        var decision = candidate.Stage == ModelStage.Production
            ? RetrainingDecision.Reject(
                TriggerReason.Scheduled, [$"{candidate.Version} serves already, and no better one is trained"], now, evidence)
            : RetrainingDecision.Promote(TriggerReason.Drift, now, evidence);
        services.GetRequiredService<RetrainingDecisionRepository>().Add(decision);
        await _context.SaveChangesAsync(cancellationToken);

        if (decision.Action == RetrainingAction.Promote)
            await versions.PromoteAsync(
                name, candidate.Version, new StageChange("demo", "its inputs drifted, and the candidate scores better", now, decision.Id),
                cancellationToken: cancellationToken);

        return decision.Action;
    }

    // Two demos at once: the second waits here, and then sees what the first has done.
    private async Task<T> AloneAsync<T>(Func<Task<T>> step)
    {
        await using var transaction = await _context.Database.BeginTransactionAsync(cancellationToken);
        await _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('mlops demo'))", cancellationToken);
        var result = await step();
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
