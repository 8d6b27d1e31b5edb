using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Configurations.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>Aliases: names that stand for a version of a model, with their history.</summary>
public sealed class ModelAliasRepository(MlOpsDbContext context)
{
    /// <summary>Finds the version that an alias stands for now.</summary>
    public Task<ModelVersion?> FindByAliasAsync(
        string modelName, string alias, CancellationToken cancellationToken = default) =>
        SelectVersions(SelectPeriods(modelName, alias).Where(period => period.ValidTo == null))
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Finds the version that an alias stood for at a moment, past or present.</summary>
    public Task<ModelVersion?> FindByAliasAsOfAsync(
        string modelName, string alias, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var moment = at.ToUniversalTime();
        return SelectVersions(SelectPeriods(modelName, alias)
            .Where(period => period.ValidFrom <= moment && (period.ValidTo == null || period.ValidTo > moment)))
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Reads every period of an alias, the oldest first.</summary>
    public IAsyncEnumerable<ModelAlias> StreamHistoryAsync(string modelName, string alias) =>
        SelectPeriods(modelName, alias).AsNoTracking()
            .OrderBy(period => period.ValidFrom).ThenBy(period => period.ValidTo)
            .AsAsyncEnumerable();

    /// <summary>
    /// Lets an alias stand for a version from now on, and saves the context. The alias may be new, or may have stood for
    /// another version until now. If two callers do so at once, one succeeds and the other gets a conflict.
    /// </summary>
    /// <exception cref="MlOpsException">The version does not exist, or another writer was faster.</exception>
    public async Task<ModelAlias> SetAsync(
        string modelName,
        string alias,
        string version,
        string by,
        DateTimeOffset at,
        CancellationToken cancellationToken = default)
    {
        var target = await new ModelVersionRepository(context).GetAsync(modelName, version, cancellationToken)
            .ConfigureAwait(false);
        await context.RefreshAsync(target, cancellationToken).ConfigureAwait(false);
        var current = await FindOpenAsync(modelName, alias, cancellationToken).ConfigureAwait(false);
        if (current is null)
            await RefuseOverlapAsync(modelName, alias, at, cancellationToken).ConfigureAwait(false);

        var next = current?.MoveTo(target, by, at) ?? ModelAlias.Point(alias, target, by, at);
        context.ModelAliases.Add(next);
        ModelAlias[] changed = current is null ? [next] : [current, next];
        await SaveAsync(modelName, alias, changed, cancellationToken).ConfigureAwait(false);
        return next;
    }

    /// <summary>
    /// Ends the current period of an alias, and saves the context. The alias then stands for no version.
    /// </summary>
    /// <exception cref="MlOpsException">The alias stands for no version now, or another writer was faster.</exception>
    public async Task CloseAsync(
        string modelName, string alias, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var current = await FindOpenAsync(modelName, alias, cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(
                MlOpsError.NotFound, $"Alias '{alias}' of model '{modelName}' stands for no version. Set it first.");
        current.Close(by, at);
        await SaveAsync(modelName, alias, [current], cancellationToken).ConfigureAwait(false);
    }

    private IQueryable<ModelAlias> SelectPeriods(string modelName, string alias) =>
        context.ModelAliases.Where(period => period.ModelName == modelName && period.Alias == alias);

    private IQueryable<ModelVersion> SelectVersions(IQueryable<ModelAlias> periods) =>
        from period in periods
        join version in context.ModelVersions on period.ModelVersionId equals version.Id
        orderby period.ValidFrom descending
        select version;

    private async Task<ModelAlias?> FindOpenAsync(string modelName, string alias, CancellationToken cancellationToken)
    {
        var open = await SelectPeriods(modelName, alias)
            .SingleOrDefaultAsync(period => period.ValidTo == null, cancellationToken)
            .ConfigureAwait(false);
        await context.RefreshAsync(open, cancellationToken).ConfigureAwait(false);
        return open;
    }

    // A new period must not reach into one that is over, or the alias would have stood for two versions at once.
    private async Task RefuseOverlapAsync(
        string modelName, string alias, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var last = await SelectPeriods(modelName, alias).MaxAsync(period => period.ValidTo, cancellationToken)
            .ConfigureAwait(false);
        if (at < last)
            throw new IllegalTransitionException(
                $"Alias '{alias}' of model '{modelName}' was in use until {last:O}, and cannot be set earlier, " +
                $"at {at:O}. If both times are right, the clocks of two machines differ.");
    }

    private Task SaveAsync(string modelName, string alias, ModelAlias[] periods, CancellationToken cancellationToken) =>
        context.SaveOrConflictAsync(
            periods,
            [ModelAliasConfiguration.OneOpen],
            $"Another writer moved alias '{alias}' of model '{modelName}' at the same time. " +
            "Look at the version that it stands for now, and try again.",
            cancellationToken);
}
