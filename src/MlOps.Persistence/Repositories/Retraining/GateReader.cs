using System.Data;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Gathers what a verdict of the gate rests on, in one snapshot of the database.</summary>
internal sealed class GateReader(MlOpsDbContext context)
{
    /// <exception cref="InvalidValueException">Nothing has the segment that the policy names.</exception>
    public async Task<GateEvidence> ReadAsync(GateQuestion question, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // The evidence of a large service is millions of rows.
        using var unlimited = new NoCommandTimeout(context);
        try
        {
            return await context.InTransactionAsync(
                () => GatherAsync(question, Guard.Time(at, "at"), cancellationToken), cancellationToken, IsolationLevel.RepeatableRead)
                .ConfigureAwait(false);
        }
        catch (PostgresException e) when (UnknownSegment.IsCauseOf(e))
        {
            throw UnknownSegment.Refuse(nameof(GateThresholds.SegmentFeature), e);
        }
    }

    private async Task<GateEvidence> GatherAsync(GateQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var versions = new ModelVersionRepository(context);
        var challenger = await versions.GetAsync(question.ModelName, question.Challenger, cancellationToken).ConfigureAwait(false);
        var champion = await context.ModelVersions.AsNoTracking()
            .SingleOrDefaultAsync(
                version => version.ModelName == question.ModelName && version.Stage == ModelStage.Production, cancellationToken)
            .ConfigureAwait(false);
        var policy = await new RetrainingPolicyRepository(context)
            .GetForModelAsync(question.ModelName, question.PolicyName, cancellationToken).ConfigureAwait(false);
        var window = new TimeWindow(now - policy.Lookback, now);
        var (all, segments) = await PairedRow.ReadAsync(
            context, champion?.Id ?? Guid.Empty, challenger.Id, window, policy.Thresholds, cancellationToken).ConfigureAwait(false);
        return new GateEvidence
        {
            ModelName = question.ModelName,
            Champion = champion is null ? null : GateVersion.Of(champion),
            Challenger = GateVersion.Of(challenger),
            Policy = new GatePolicy(policy.Id, policy.Name, policy.Version, policy.Thresholds),
            Trigger = question.Trigger,
            WindowStart = window.Start,
            WindowEnd = window.End,
            Predictions = all.Predictions,
            Labelled = all.Labelled,
            Answerable = policy.Thresholds.ComparesClassifiers ? all.Scored : all.Answered,
            All = all.ToOutcomes(),
            Segments = segments,
            Drift = await ListDriftAsync(question.ModelName, window, cancellationToken).ConfigureAwait(false),
            PromotedAt = champion?.PromotedAt,
            RowsHash = all.RowsHash.ToString("x16", CultureInfo.InvariantCulture),
        };
    }

    // A monitor that found nothing in the window says nothing about the predictions in it.
    private async Task<List<GateDrift>> ListDriftAsync(string modelName, TimeWindow window, CancellationToken cancellationToken) =>
    [
        .. (await NewestRuns.ListOfModelAsync(context, modelName, window.End, cancellationToken).ConfigureAwait(false))
        .Where(newest => newest.Run.Timestamp > window.Start)
        .Select(newest => new GateDrift
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
