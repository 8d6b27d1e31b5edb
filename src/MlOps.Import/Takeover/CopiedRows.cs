using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Registry;
using MlOps.Import.Mapping;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>Lets rows that are copied already follow the old tables.</summary>
/// <param name="context">A context on ours.</param>
/// <param name="table">The table of the rows.</param>
/// <param name="state">What rows know about other rows.</param>
/// <param name="options">How the rows are imported.</param>
/// <param name="refuse">Refuses a change. The row stays as it was copied.</param>
internal sealed class CopiedRows(
    MlOpsDbContext context, string table, ImportState state, ImportOptions options, Action<ImportedRow, string> refuse)
{
    /// <summary>
    /// Changes models and versions, before new ones are stored: a new version may take the place of one that has left production.
    /// </summary>
    public async Task FollowFirstAsync(IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        switch (rows[0].Entities[0])
        {
            case ModelVersion:
                var changed = rows.Where(IsFollowed)
                    .Select(row => ((ModelVersion)row.Entities[0]).ModelName).ToHashSet();
                var versions = rows.Where(row => changed.Contains(((ModelVersion)row.Entities[0]).ModelName)).ToList();
                await new VersionChanges(context, options.Clock.GetUtcNow(), IsFollowed, refuse).FollowAsync(versions, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case Model or Feature:
                var named = rows.Where(row => IsFirst(row.Entities[0]) && IsFollowed(row))
                    .Select(row => row.Entities[0]).ToList();
                if (named.Count > 0)
                    await new NamedChanges(context).FollowAsync(named, cancellationToken).ConfigureAwait(false);

                break;
        }
    }

    /// <summary>Changes all others.</summary>
    /// <param name="rows">Rows that are stored, of one table.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task FollowAsync(IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        var changed = rows
            .Where(row => row.IsChanged && row.Entities[0] is not (ModelVersion or Model or Feature or FeatureSchema)).ToList();
        foreach (var row in await FindChainedAsync(changed, cancellationToken).ConfigureAwait(false))
        {
            refuse(row, "it was changed after it was copied, and stays as it was: a chain of hashes has it");
            changed.Remove(row);
        }

        foreach (var sameType in changed.SelectMany(row => row.Entities).GroupBy(entity => entity.GetType()))
            await BulkUpsert.RunAsync(context, sameType.ToAsyncEnumerable(), cancellationToken, replacesFilled: true)
                .ConfigureAwait(false);
    }

    // What somebody may have written in ours is not compared with rows that have not changed.
    private bool IsFollowed(ImportedRow row) => row.IsChanged || options.Changes!.FollowsAll;

    private bool IsFirst(Entity entity) =>
        state.IsFirst(table, entity.GetType(), entity is Model model ? model.Name : ((Feature)entity).Name);

    private async Task<List<ImportedRow>> FindChainedAsync(List<ImportedRow> rows, CancellationToken cancellationToken)
    {
        if (rows is not [var first, ..] || context.Model.FindEntityType(first.Entities[0].GetType())?.FindChain() is not { } chain)
            return [];

        var ids = rows.Select(row => row.Entities[0].Id).ToList();
        var stored = await context.InTransactionAsync(
            () => context.RetrainingDecisions.AsNoTracking().Where(decision => ids.Contains(decision.Id)).ToDictionaryAsync(
                decision => decision.Id, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        // The database sets the login.
        var values = chain.Hashed.Where(name => !name.EndsWith("Login", StringComparison.Ordinal)).ToList();
        return rows.FindAll(row => stored.TryGetValue(row.Entities[0].Id, out var one)
            && StoredValues.Take(context, one, row.Entities[0], values));
    }
}
