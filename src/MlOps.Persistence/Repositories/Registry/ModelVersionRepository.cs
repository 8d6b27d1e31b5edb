using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Configurations.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>Versions of models: which serves, which served, and which is to serve next.</summary>
public sealed class ModelVersionRepository(MlOpsDbContext context)
{
    public void Add(ModelVersion version) => context.ModelVersions.Add(version);

    public Task<ModelVersion?> FindAsync(string modelName, string version, CancellationToken cancellationToken = default) =>
        context.ModelVersions.SingleOrDefaultAsync(
            candidate => candidate.ModelName == modelName && candidate.Version == version, cancellationToken);

    /// <exception cref="MlOpsException">There is no such version.</exception>
    public async Task<ModelVersion> GetAsync(string modelName, string version, CancellationToken cancellationToken = default) =>
        await FindAsync(modelName, version, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"Model '{modelName}' has no version '{version}'. Register it first.");

    /// <summary>The version that serves now, if any.</summary>
    public Task<ModelVersion?> FindInProductionAsync(string modelName, CancellationToken cancellationToken = default) =>
        context.ModelVersions.SingleOrDefaultAsync(
            version => version.ModelName == modelName && version.Stage == ModelStage.Production, cancellationToken);

    /// <summary>The version that served at a moment, past or present, if any.</summary>
    public Task<ModelVersion?> FindServingAtAsync(string modelName, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var moment = at.ToUniversalTime();
        var steps = context.StageTransitions.Where(step => step.ModelName == modelName && step.CreatedAt <= moment);

        // Entered more often than left: this holds whatever the order of the steps that fall on one moment.
        return context.ModelVersions.SingleOrDefaultAsync(
            version => version.ModelName == modelName
                && steps.Count(step => step.ModelVersionId == version.Id && step.ToStage == ModelStage.Production)
                    > steps.Count(step => step.ModelVersionId == version.Id && step.FromStage == ModelStage.Production),
            cancellationToken);
    }

    /// <summary>Every step that a model's versions took, oldest first.</summary>
    public IAsyncEnumerable<StageTransition> StreamHistoryAsync(string modelName) =>
        context.StageTransitions.AsNoTracking()
            .Where(transition => transition.ModelName == modelName)
            .OrderBy(transition => transition.CreatedAt)
            .ThenBy(transition => transition.ToStage == ModelStage.Production)
            .AsAsyncEnumerable();

    /// <summary>Moves a version to any stage but production, and saves it with the transition.</summary>
    public async Task<ModelVersion> MoveAsync(
        string modelName, string version, ModelStage stage, StageChange change, CancellationToken cancellationToken = default)
    {
        var moved = await GetAsync(modelName, version, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(moved, cancellationToken).ConfigureAwait(false);
        await SaveAsync(modelName, [moved], [moved.MoveTo(stage, change)], cancellationToken).ConfigureAwait(false);
        return moved;
    }

    /// <summary>
    /// Puts a version into production in place of the one that serves now, and saves both with their transitions. When
    /// two callers do so at once, one wins and the other gets a conflict.
    /// </summary>
    /// <exception cref="MlOpsException">The version does not exist, or another writer was faster.</exception>
    public async Task<ModelVersion> PromoteAsync(
        string modelName, string version, StageChange change, CancellationToken cancellationToken = default)
    {
        var candidate = await GetAsync(modelName, version, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(candidate, cancellationToken).ConfigureAwait(false);
        var incumbent = await FindInProductionAsync(modelName, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(incumbent, cancellationToken).ConfigureAwait(false);
        await RefuseGapInHistoryAsync(modelName, change, cancellationToken).ConfigureAwait(false);
        var transitions = candidate.PromoteToProduction(incumbent, change);
        await SaveAsync(
            modelName, incumbent is null ? [candidate] : [candidate, incumbent], transitions, cancellationToken)
            .ConfigureAwait(false);
        return candidate;
    }

    // Each version looks after its own steps. Between versions time must not run backwards either, or two would have
    // served at one moment.
    private async Task RefuseGapInHistoryAsync(string modelName, StageChange change, CancellationToken cancellationToken)
    {
        var last = await context.StageTransitions
            .Where(step => step.ModelName == modelName && step.FromStage == ModelStage.Production)
            .MaxAsync(step => (DateTimeOffset?)step.CreatedAt, cancellationToken)
            .ConfigureAwait(false);
        if (change.At < last)
            throw new IllegalTransitionException(
                $"Model '{modelName}' was served by another version until {last:O}, so that no version can enter production " +
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
            $"Another writer changed the stages of model '{modelName}' at the same time. Look at what serves now, and try again.",
            cancellationToken);
    }
}
