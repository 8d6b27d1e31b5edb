using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;

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
    public Task<ModelVersion?> FindProductionAtAsync(
        string modelName, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var moment = at.ToUniversalTime();
        var served =
            from period in context.ServingPeriods
            where period.ModelName == modelName
                && period.ServedFrom <= moment && (period.ServedTo == null || period.ServedTo > moment)
            join version in context.ModelVersions on period.ModelVersionId equals version.Id
            select version;
        return served.SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Reads the times during which versions of a model served, the oldest first.</summary>
    public IAsyncEnumerable<ServingPeriod> StreamServingPeriodsAsync(string modelName) =>
        context.ServingPeriods.AsNoTracking()
            .Where(period => period.ModelName == modelName)
            .OrderBy(period => period.ServedFrom).ThenBy(period => period.ServedTo)
            .AsAsyncEnumerable();

    /// <summary>Reads every transition of a model's versions, the oldest first.</summary>
    public IAsyncEnumerable<StageTransition> StreamHistoryAsync(string modelName) =>
        context.StageTransitions.AsNoTracking()
            .Where(transition => transition.ModelName == modelName)
            .OrderBy(transition => transition.CreatedAt)
            .ThenBy(transition => transition.ToStage == ModelStage.Production)
            .AsAsyncEnumerable();

    /// <summary>
    /// Moves a version to any stage but production, and saves the context with the transition, in one transaction. If it leaves
    /// production, its serving period ends, and so does the alias "champion" if it names the version.
    /// </summary>
    /// <exception cref="MlOpsException">The version does not exist, or another writer was faster.</exception>
    public Task<ModelVersion> MoveAsync(
        string modelName,
        string version,
        ModelStage stage,
        StageChange change,
        CancellationToken cancellationToken = default) =>
        Write(modelName, change, cancellationToken).MoveAsync(version, stage);

    /// <summary>
    /// Puts a version into production in place of the one that serves now, and saves the context with the transitions and serving periods
    /// of both, and with the alias "champion", which names the version from now on. All of it is stored in one transaction or not at all,
    /// as is a decision that was added to the context. If two callers do so at once, one succeeds and the other gets a conflict that
    /// says who won.
    /// </summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version to put into production.</param>
    /// <param name="change">The author, time and reason of the promotion.</param>
    /// <param name="expected">The version that must serve now, or the promotion is refused; null if any may.</param>
    /// <param name="cancellationToken">Cancels the promotion.</param>
    /// <exception cref="MlOpsException">The version does not exist, or another one serves than was expected.</exception>
    public Task<ModelVersion> PromoteAsync(
        string modelName,
        string version,
        StageChange change,
        string? expected = null,
        CancellationToken cancellationToken = default) =>
        Write(modelName, change, cancellationToken).PromoteAsync(version, expected);

    /// <summary>
    /// Puts the version back into production that served before the version that serves now was promoted, as
    /// <see cref="PromoteAsync"/> does. A second rollback leads one version further back, and not to the one that was rolled back.
    /// </summary>
    /// <param name="modelName">The model.</param>
    /// <param name="change">The author, time and reason of the rollback.</param>
    /// <param name="expected">The version that must serve now, or the rollback is refused; null if any may.</param>
    /// <param name="cancellationToken">Cancels the rollback.</param>
    /// <exception cref="MlOpsException">No version serves, none served before it, or another writer was faster.</exception>
    public Task<ModelVersion> RollbackAsync(
        string modelName, StageChange change, string? expected = null, CancellationToken cancellationToken = default) =>
        Write(modelName, change, cancellationToken).RollbackAsync(expected);

    private StageWrite Write(string modelName, StageChange change, CancellationToken cancellationToken) =>
        new(context, modelName, change, cancellationToken);
}
