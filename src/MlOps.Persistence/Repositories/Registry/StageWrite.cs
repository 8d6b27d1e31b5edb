using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Configurations.Registry;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>
/// One change of the stages of a model, in one transaction. Changes of the same model wait for one another, and each finds out whether
/// another one was faster.
/// </summary>
internal sealed class StageWrite(MlOpsDbContext context, string modelName, StageChange change, CancellationToken cancellationToken)
{
    private static readonly string[] Places =
    [
        ModelVersionConfiguration.OneInProduction, ServingPeriodConfiguration.OneOpen, ServingPeriodConfiguration.NoOverlaps,
        ModelAliasConfiguration.OneOpen,
    ];

    private readonly ModelVersionRepository _versions = new(context);
    private readonly ServingState _serving = new(context, modelName, cancellationToken);
    private readonly ChampionAlias _champion = new(context, modelName, change, cancellationToken);

    public Task<ModelVersion> MoveAsync(string version, ModelStage stage) => RunAsync(async () =>
    {
        var before = await context.ModelVersions.AsNoTracking()
            .Where(candidate => candidate.ModelName == modelName && candidate.Version == version)
            .Select(candidate => candidate.Stage).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        await _serving.LockAsync().ConfigureAwait(false);
        var moved = await GetAsync(version).ConfigureAwait(false);
        if (moved.Stage != before)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"{moved} moved from {before} to {moved.Stage} at {moved.StageChangedAt:O}, while this move to {stage} waited. Look at " +
                "its history, and try again.");

        var isServing = moved.Stage == ModelStage.Production;
        var transition = moved.MoveTo(stage, change);
        await SaveAsync([moved], [transition], () => isServing ? _champion.CloseAsync(moved) : Task.FromResult<IReadOnlyList<Entity>>([]))
            .ConfigureAwait(false);
        return moved;
    });

    public Task<ModelVersion> PromoteAsync(string version, string? expected) => RunAsync(async () =>
    {
        var incumbent = await FindIncumbentAsync(expected).ConfigureAwait(false);
        var candidate = await GetAsync(version).ConfigureAwait(false);
        await _serving.RefuseOverlapAsync(change.At).ConfigureAwait(false);
        return await ReplaceAsync(incumbent, candidate, candidate.PromoteToProduction(incumbent, change)).ConfigureAwait(false);
    });

    public Task<ModelVersion> RollbackAsync(string? expected) => RunAsync(async () =>
    {
        var incumbent = await FindIncumbentAsync(expected).ConfigureAwait(false)
            ?? throw new MlOpsException(
                MlOpsError.NotFound, $"No version of model '{modelName}' serves, so there is nothing to roll back. Promote a version.");
        var previous = await _serving.FindPreviousAsync(incumbent).ConfigureAwait(false)
            ?? throw new MlOpsException(
                MlOpsError.NotFound,
                $"No version of model '{modelName}' served before version '{incumbent.Version}' was promoted, so there is nothing to " +
                "roll back to. Promote another version.");
        var candidate = await GetAsync(previous.Version).ConfigureAwait(false);
        return await ReplaceAsync(incumbent, candidate, candidate.ReturnToProduction(previous, incumbent, change)).ConfigureAwait(false);
    });

    // Who waited for another writer acts on what it saw before, and must be told that this is over.
    private async Task<ModelVersion?> FindIncumbentAsync(string? expected)
    {
        var before = await _serving.FindIdAsync().ConfigureAwait(false);
        await _serving.LockAsync().ConfigureAwait(false);
        var incumbent = await _versions.FindInProductionAsync(modelName, cancellationToken).ConfigureAwait(false);
        if (incumbent?.Id != before)
            throw new MlOpsException(MlOpsError.Conflict, await _serving.DescribeWinnerAsync().ConfigureAwait(false));

        if (expected is not null && incumbent?.Version != expected)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"Version '{expected}' of model '{modelName}' was expected to serve. " +
                await _serving.DescribeAsync().ConfigureAwait(false));

        if (incumbent is not null)
            await _serving.LoadAsync(incumbent).ConfigureAwait(false);

        return incumbent;
    }

    private async Task<ModelVersion> GetAsync(string version)
    {
        var found = await _versions.GetAsync(modelName, version, cancellationToken).ConfigureAwait(false);
        await _serving.LoadAsync(found).ConfigureAwait(false);
        return found;
    }

    private async Task<ModelVersion> ReplaceAsync(
        ModelVersion? incumbent, ModelVersion candidate, IReadOnlyList<StageTransition> transitions)
    {
        ModelVersion[] versions = incumbent is null ? [candidate] : [candidate, incumbent];
        await SaveAsync(versions, transitions, () => _champion.MoveAsync(candidate)).ConfigureAwait(false);
        return candidate;
    }

    // Nothing of a failure stays in the context, where the caller's next save would store it.
    private async Task SaveAsync(
        IReadOnlyList<ModelVersion> versions, IReadOnlyList<StageTransition> transitions, Func<Task<IReadOnlyList<Entity>>> moveChampion)
    {
        List<Entity> changed = [.. versions, .. versions.SelectMany(version => version.ServingPeriods), .. transitions];
        try
        {
            context.StageTransitions.AddRange(transitions);
            changed.AddRange(await moveChampion().ConfigureAwait(false));
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            context.Detach(changed);
            throw;
        }
    }

    private async Task<ModelVersion> RunAsync(Func<Task<ModelVersion>> write)
    {
        try
        {
            return await context.InTransactionAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException e) when (ContendedWrite.IsLostRace(e, Places))
        {
            throw new MlOpsException(
                MlOpsError.Conflict,
                await context.InTransactionAsync(_serving.DescribeWinnerAsync, cancellationToken).ConfigureAwait(false),
                e);
        }
    }
}
