using MlOps.Domain;
using MlOps.Import.Reports;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Import;

/// <summary>
/// Stores batches by COPY, each in a transaction of its own. What is there already is left as it is, with all that a row became
/// beside it; a row that the database refuses is found by halving, and its neighbours are stored.
/// </summary>
internal sealed class ImportSink(MlOpsDbContext context, ImportTable table, ImportedTable report, bool isDryRun, Action<ImportItem, string> refuse)
{
    // Looking up has its price, so that it begins with the first row that is there.
    private bool _isRepeated;

    public async Task StoreAsync(IReadOnlyList<ImportItem> items, CancellationToken cancellationToken)
    {
        try
        {
            var (fresh, changed) = isDryRun || _isRepeated || items.Any(item => item.Entities.Count > 1) ? await FreshAsync(items, cancellationToken).ConfigureAwait(false) : (items, 0);
            if (await ServedTimes.FindOverlapAsync(context, fresh.SelectMany(item => item.Entities), cancellationToken).ConfigureAwait(false) is { } overlap)
                throw new IllegalTransitionException(overlap);

            if (!isDryRun)
                await BulkInsert.RunAsync(context, fresh.SelectMany(item => item.Entities), cancellationToken).ConfigureAwait(false);

            report.Taken += fresh.Count;
            report.AlreadyThere += items.Count - fresh.Count;
            if (changed > 0)
                report.Change("is there and stays as it is: what became of its stage since then is left", changed);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && !_isRepeated)
        {
            _isRepeated = true;
            await StoreAsync(items, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e) && items.Count > 1)
        {
            var half = items.Count / 2;
            await StoreAsync([.. items.Take(half)], cancellationToken).ConfigureAwait(false);
            await StoreAsync([.. items.Skip(half)], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && table.OncePer is not null)
        {
            // The thing has its name there, and an id of its own.
            report.AlreadyThere++;
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e))
        {
            refuse(items[0], DatabaseRefusal.Describe(e));
        }
    }

    // The first entity of a row is what it is, the others are its history. That goes with it: the steps of a version that stays in
    // its stage would tell of another one. So it returns how many such rows have new steps.
    private async Task<(IReadOnlyList<ImportItem> Fresh, int Changed)> FreshAsync(IReadOnlyList<ImportItem> items, CancellationToken cancellationToken)
    {
        Entity[] entities = [.. items.SelectMany(item => item.Entities)];
        foreach (var entity in entities)
            entity.BelongTo(context.TenantId);

        var fresh = (await StoredRows.ExceptAsync(context, entities, cancellationToken).ConfigureAwait(false))
            .ToHashSet<Entity>(ReferenceEqualityComparer.Instance);
        return (
            [.. items.Where(item => fresh.Contains(item.Entities[0]))],
            items.Count(item => !fresh.Contains(item.Entities[0]) && item.Entities.Any(fresh.Contains)));
    }
}
