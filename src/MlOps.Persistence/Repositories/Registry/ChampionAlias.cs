using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>
/// Keeps the alias "champion" of a model on the version that serves. It returns the periods that it changed, and saves nothing.
/// </summary>
internal sealed class ChampionAlias(MlOpsDbContext context, string modelName, StageChange change, CancellationToken cancellationToken)
{
    /// <summary>Lets the alias name a version from now on.</summary>
    public async Task<IReadOnlyList<Entity>> MoveAsync(ModelVersion target)
    {
        var current = await FindAsync().ConfigureAwait(false);
        if (current?.ModelVersionId == target.Id)
            return [];

        var next = current?.MoveTo(target, change.By, change.At)
            ?? ModelAlias.Point(ModelAlias.Champion, target, change.By, change.At);
        context.ModelAliases.Add(next);
        return current is null ? [next] : [current, next];
    }

    /// <summary>Ends the alias if it names a version that serves no more.</summary>
    public async Task<IReadOnlyList<Entity>> CloseAsync(ModelVersion version)
    {
        var current = await FindAsync().ConfigureAwait(false);
        if (current?.ModelVersionId != version.Id)
            return [];

        current.Close(change.By, change.At);
        return [current];
    }

    private async Task<ModelAlias?> FindAsync()
    {
        var open = await context.ModelAliases.SingleOrDefaultAsync(
            period => period.ModelName == modelName && period.Alias == ModelAlias.Champion && period.ValidTo == null, cancellationToken)
            .ConfigureAwait(false);
        await context.RefreshAsync(open, cancellationToken).ConfigureAwait(false);
        return open;
    }
}
