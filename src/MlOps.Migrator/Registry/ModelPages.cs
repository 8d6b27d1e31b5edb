using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;

namespace MlOps.Migrator.Registry;

/// <summary>What the registry has, for people and for programs.</summary>
internal sealed class ModelPages(MlOpsDbContext context, CancellationToken cancellationToken)
{
    /// <summary>Each model with each of its versions. A model without versions has a line, unless a stage is asked for.</summary>
    public async Task<Listing> ListAsync(ModelStage? stage)
    {
        var listing = new Listing("Model", "Version", "Stage", "Status", "F1", "Brier", "Run", "Promoted", "By", "Registered");
        var models = context.Models.AsNoTracking()
            .Include(model => model.Versions.Where(version => stage == null || version.Stage == stage))
            .OrderBy(model => model.Name);
        await foreach (var model in models.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var version in InOrder(model.Versions))
                listing.Add(
                    model.Name, version.Version, version.Stage, version.Status, version.F1Score, version.BrierScore, version.MlflowRunId,
                    version.PromotedAt, version.PromotedBy, version.CreatedAt);

            if (model.Versions.Count == 0 && stage is null)
                listing.Add(model.Name, null, null, null, null, null, null, null, null, model.CreatedAt);
        }

        return listing;
    }

    /// <summary>A model with its versions, or with one of them.</summary>
    public async Task ShowAsync(string name, string? version, Output output)
    {
        var model = await new ModelRepository(context).GetAsync(name, cancellationToken);
        List<ModelVersion> versions = version is null
            ? await context.ModelVersions.AsNoTracking().Where(one => one.ModelName == name).ToListAsync(cancellationToken)
            : [await new ModelVersionRepository(context).GetAsync(name, version, cancellationToken)];
        var serving = await new ModelVersionRepository(context).FindInProductionAsync(name, cancellationToken);
        output.Write(
            new
            {
                Model = model.Name,
                Type = model.ModelType,
                model.Framework,
                model.Owner,
                model.Description,
                model.Status,
                Serving = serving?.Version,
                Versions = InOrder(versions).Select(Describe),
            },
            $"Model '{model.Name}': {model.ModelType}, {model.Framework}, {(model.Owner is null ? "" : $"{model.Owner}, ")}{model.Status}.",
            serving is null ? "No version serves." : $"Version {serving.Version} serves since {Times.Show(serving.StageChangedAt)}.");
        if (output.IsJson)
            return;

        var listing = new Listing("Version", "Stage", "Status", "F1", "Brier", "Metrics", "Run", "Artifact", "Promoted", "By");
        foreach (var one in InOrder(versions))
        {
            var metrics = string.Join(", ", one.Metrics.Select(metric => $"{metric.Key}={metric.Value}"));
            listing.Add(
                one.Version, one.Stage, one.Status, one.F1Score, one.BrierScore, metrics, one.MlflowRunId, one.ArtifactReference,
                one.PromotedAt, one.PromotedBy);
        }

        output.Write(listing);
    }

    /// <summary>The times in production of a model's versions, and each of their moves.</summary>
    public async Task ShowHistoryAsync(string name, Output output)
    {
        var model = await new ModelRepository(context).GetAsync(name, cancellationToken);
        var versions = new ModelVersionRepository(context);
        var periods = await versions.StreamServingPeriodsAsync(name).ToListAsync(cancellationToken);
        var steps = await versions.StreamHistoryAsync(name).ToListAsync(cancellationToken);
        if (output.IsJson)
        {
            output.Write(new
            {
                Model = model.Name,
                Served = periods.Select(period => new
                {
                    period.Version,
                    From = period.ServedFrom,
                    To = period.ServedTo,
                    period.IsRollback,
                    Decision = period.DecisionId,
                }),
                Moves = steps.Select(step => new
                {
                    step.Version,
                    From = step.FromStage,
                    To = step.ToStage,
                    At = step.CreatedAt,
                    By = step.ChangedBy,
                    step.Reason,
                    Decision = step.DecisionId,
                }),
            });
            return;
        }

        var served = new Listing("Version", "From", "To", "Rollback", "Decision");
        foreach (var period in periods)
            served.Add(period.Version, period.ServedFrom, period.ServedTo, period.IsRollback, period.DecisionId);

        var moves = new Listing("Version", "From", "To", "At", "By", "Reason");
        foreach (var step in steps)
            moves.Add(step.Version, step.FromStage, step.ToStage, step.CreatedAt, step.ChangedBy, step.Reason);

        output.Write(served, "Times in production");
        output.Write(moves, "Moves");
        if (steps.Count == 0)
            output.Note($"No version of model '{model.Name}' has moved.");
    }

    private static IEnumerable<ModelVersion> InOrder(IEnumerable<ModelVersion> versions) =>
        versions.OrderBy(version => version.CreatedAt).ThenBy(version => version.Version, StringComparer.Ordinal);

    private static object Describe(ModelVersion version) => new
    {
        version.Version,
        version.Stage,
        version.Status,
        F1 = version.F1Score,
        Brier = version.BrierScore,
        Metrics = version.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value),
        Run = version.MlflowRunId,
        Hyperparameters = version.Hyperparameters,
        Artifact = version.ArtifactReference,
        ArtifactSize = version.ArtifactSizeBytes,
        ArtifactChecksum = version.ArtifactChecksum,
        Registered = version.CreatedAt,
        version.PromotedAt,
        version.PromotedBy,
    };
}
