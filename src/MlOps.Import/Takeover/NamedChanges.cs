using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Import.Takeover;

/// <summary>
/// Lets models and the catalogue of features follow the old tables. One row stands for all of a name there, so they are found by their
/// names: their ids were made from the time of a row that may be gone.
/// </summary>
internal sealed class NamedChanges(MlOpsDbContext context)
{
    public Task FollowAsync(IReadOnlyList<Entity> given, CancellationToken cancellationToken) => given[0] switch
    {
        Model => FollowAsync(
            [.. given.Cast<Model>()],
            names => context.Models.AsNoTracking().Where(model => names.Contains(model.Name)),
            model => model.Name,
            [
                nameof(Model.ModelType), nameof(Model.Framework), nameof(Model.Description), nameof(Model.Owner),
                nameof(Model.BaselineMetrics),
            ],
            cancellationToken),
        _ => FollowAsync(
            [.. given.Cast<Feature>()],
            names => context.Features.AsNoTracking().Where(feature => names.Contains(feature.Name)),
            feature => feature.Name,
            [nameof(Feature.Kind)],
            cancellationToken),
    };

    private async Task FollowAsync<TEntity>(
        IReadOnlyList<TEntity> given,
        Func<IReadOnlyList<string>, IQueryable<TEntity>> find,
        Func<TEntity, string> getName,
        string[] values,
        CancellationToken cancellationToken)
        where TEntity : Entity
    {
        var byName = given.ToLookup(getName);
        var names = byName.Select(entities => entities.Key).ToList();
        var stored = await context.InTransactionAsync(() => find(names).ToListAsync(cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var changed = stored.FindAll(entity => StoredValues.Take(context, entity, byName[getName(entity)].First(), values));
        if (changed.Count > 0)
            await BulkUpsert.RunAsync(context, changed.ToAsyncEnumerable(), cancellationToken, replacesFilled: true).ConfigureAwait(false);
    }
}
