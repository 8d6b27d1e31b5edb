using System.Data;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Gathers what a verdict of the gate rests on, in one snapshot of the database.</summary>
internal sealed class GateReader(MlOpsDbContext context)
{
    public Task<GateEvidence> ReadAsync(GateQuestion question, DateTimeOffset at, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var versions = new ModelVersionRepository(context);
                var challenger = await versions.GetAsync(question.ModelName, question.Challenger, cancellationToken).ConfigureAwait(false);
                var champion = await context.ModelVersions.AsNoTracking()
                    .SingleOrDefaultAsync(
                        version => version.ModelName == question.ModelName && version.Stage == ModelStage.Production, cancellationToken)
                    .ConfigureAwait(false);
                var policy = await new RetrainingPolicyRepository(context)
                    .GetForModelAsync(question.ModelName, question.PolicyName, cancellationToken).ConfigureAwait(false);
                var now = Guard.Time(at, "at");
                var window = new TimeWindow(now - policy.Lookback, now);
                var (all, segments) = await PairedRow.ReadAsync(
                    context, champion?.Id ?? Guid.Empty, challenger.Id, window, policy.Thresholds, cancellationToken).ConfigureAwait(false);
                return new GateEvidence
                {
                    ModelName = question.ModelName,
                    Champion = champion is null ? null : new GateVersion(champion.Id, champion.Version),
                    Challenger = new GateVersion(challenger.Id, challenger.Version),
                    Policy = new GatePolicy(policy.Id, policy.Name, policy.Version, policy.Thresholds),
                    Trigger = question.Trigger,
                    WindowStart = window.Start,
                    WindowEnd = window.End,
                    Predictions = all.Predictions,
                    Labelled = all.Labelled,
                    All = all.ToOutcomes(),
                    Segments = segments,
                    Drift = await ListDriftAsync(question.ModelName, now, cancellationToken).ConfigureAwait(false),
                    PromotedAt = champion?.PromotedAt,
                    RowsHash = all.RowsHash.ToString("x16", CultureInfo.InvariantCulture),
                };
            },
            cancellationToken,
            IsolationLevel.RepeatableRead);

    private async Task<List<GateDrift>> ListDriftAsync(string modelName, DateTimeOffset now, CancellationToken cancellationToken) =>
    [
        .. (await NewestRuns.ListAsync(context, modelName, now, cancellationToken).ConfigureAwait(false)).Select(newest => new GateDrift
        {
            MonitoringRunId = newest.Run.Id,
            Monitor = newest.Monitor,
            WindowEnd = newest.Run.WindowEnd,
            FeatureDriftRatio = newest.Run.FeatureDriftRatio,
            NumDriftedFeatures = newest.Run.NumDriftedFeatures,
            DatasetDriftDetected = newest.Run.DatasetDriftDetected,
        }),
    ];
}
