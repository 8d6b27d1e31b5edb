using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Configurations.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>Versions of models, their stages, and which of them serves or served.</summary>
public sealed class ModelVersionRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new version. SaveChanges stores it.</summary>
    public void Add(ModelVersion version) => context.ModelVersions.Add(version);

    public Task<ModelVersion?> FindAsync(
        string modelName, string version, CancellationToken cancellationToken = default) =>
        context.ModelVersions.SingleOrDefaultAsync(
            candidate => candidate.ModelName == modelName && candidate.Version == version, cancellationToken);

    /// <exception cref="MlOpsException">There is no such version.</exception>
    public async Task<ModelVersion> GetAsync(
        string modelName, string version, CancellationToken cancellationToken = default) =>
        await FindAsync(modelName, version, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(
            MlOpsError.NotFound, $"Model '{modelName}' has no version '{version}'. Register it first.");

    /// <summary>Finds the version that serves now.</summary>
    public Task<ModelVersion?> FindInProductionAsync(string modelName, CancellationToken cancellationToken = default) =>
        context.ModelVersions.SingleOrDefaultAsync(
            version => version.ModelName == modelName && version.Stage == ModelStage.Production, cancellationToken);

    /// <summary>Finds the version that served at a moment, past or present.</summary>
    public Task<ModelVersion?> FindServingAtAsync(
        string modelName, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var moment = at.ToUniversalTime();
        var steps = context.StageTransitions.Where(step => step.ModelName == modelName && step.CreatedAt <= moment);

        // It had entered production more often than it had left it. This holds for any order of steps of the same
        // moment.
        return context.ModelVersions.SingleOrDefaultAsync(
            version => version.ModelName == modelName
                && steps.Count(step => step.ModelVersionId == version.Id && step.ToStage == ModelStage.Production)
                    > steps.Count(step => step.ModelVersionId == version.Id && step.FromStage == ModelStage.Production),
            cancellationToken);
    }

    /// <summary>Reads every transition of a model's versions, the oldest first.</summary>
    public IAsyncEnumerable<StageTransition> StreamHistoryAsync(string modelName) =>
        context.StageTransitions.AsNoTracking()
            .Where(transition => transition.ModelName == modelName)
            .OrderBy(transition => transition.CreatedAt)
            .ThenBy(transition => transition.ToStage == ModelStage.Production)
            .AsAsyncEnumerable();

    /// <summary>Moves a version to any stage but production, and saves the context with the transition.</summary>
    /// <exception cref="MlOpsException">The version does not exist, or another writer was faster.</exception>
    public async Task<ModelVersion> MoveAsync(
        string modelName,
        string version,
        ModelStage stage,
        StageChange change,
        CancellationToken cancellationToken = default)
    {
        var moved = await GetAsync(modelName, version, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(moved, cancellationToken).ConfigureAwait(false);
        await SaveAsync(modelName, [moved], [moved.MoveTo(stage, change)], cancellationToken).ConfigureAwait(false);
        return moved;
    }

    /// <summary>
    /// Puts a version into production in place of the one that serves now, and saves the context with the transitions
    /// of both. If two callers do so at once, one succeeds and the other gets a conflict.
    /// </summary>
    /// <exception cref="MlOpsException">The version does not exist, or another writer was faster.</exception>
    public async Task<ModelVersion> PromoteAsync(
        string modelName, string version, StageChange change, CancellationToken cancellationToken = default)
    {
        var candidate = await GetAsync(modelName, version, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(candidate, cancellationToken).ConfigureAwait(false);
        var incumbent = await FindInProductionAsync(modelName, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(incumbent, cancellationToken).ConfigureAwait(false);
        await RefuseOverlapAsync(modelName, change, cancellationToken).ConfigureAwait(false);
        var transitions = candidate.PromoteToProduction(incumbent, change);
        await SaveAsync(
            modelName, incumbent is null ? [candidate] : [candidate, incumbent], transitions, cancellationToken)
            .ConfigureAwait(false);
        return candidate;
    }

    // A version refuses steps that are earlier than its last one. Time must not run backwards between versions either,
    // or two of them would have served at the same moment.
    private async Task RefuseOverlapAsync(string modelName, StageChange change, CancellationToken cancellationToken)
    {
        var last = await context.StageTransitions
            .Where(step => step.ModelName == modelName && step.FromStage == ModelStage.Production)
            .MaxAsync(step => (DateTimeOffset?)step.CreatedAt, cancellationToken)
            .ConfigureAwait(false);
        if (change.At < last)
            throw new IllegalTransitionException(
                $"Another version of model '{modelName}' served until {last:O}, so no version can enter production " +
                $"earlier, at {change.At:O}. If both times are right, the clocks of two machines differ.");
    }

    private Task SaveAsync(
        string modelName,
        IEnumerable<ModelVersion> versions,
        IReadOnlyList<StageTransition> transitions,
        CancellationToken cancellationToken)
    {
        context.StageTransitions.AddRange(transitions);
        return context.SaveOrConflictAsync(
            [.. versions, .. transitions],
            [ModelVersionConfiguration.OneInProduction],
            $"Another writer changed the stages of model '{modelName}' at the same time. " +
            "Look at the version that serves now, and try again.",
            cancellationToken);
    }
}
