using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Import;

/// <summary>
/// Stores batches by COPY, each in a transaction of its own. A row that is there already stays as it is, with its history. A
/// row that the database refuses is found by halving the batch, and the others are stored.
/// </summary>
internal sealed class ImportSink(
    MlOpsDbContext context, PlannedTable table, bool isDryRun, Action<ImportedRow, string> refuse)
{
    // Looking up what is there takes time, so it begins with the first row that is.
    private bool _isRepeated;

    public async Task StoreAsync(IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            var isLookedUp = isDryRun || _isRepeated || rows.Any(row => row.Entities.Count > 1);
            var stored = isLookedUp ? await FindStoredAsync(rows, cancellationToken).ConfigureAwait(false) : [];
            var newRows = rows.Where(row => !stored.Contains(row.Entities[0])).ToList();
            var entities = newRows.SelectMany(row => row.Entities).ToList();
            var overlap = await ServedTimes.FindOverlapAsync(context, entities, cancellationToken).ConfigureAwait(false);
            if (overlap is not null)
                throw new IllegalTransitionException(overlap);

            if (!isDryRun)
                await BulkInsert.RunAsync(context, entities, cancellationToken).ConfigureAwait(false);

            table.Report.Taken += newRows.Count;
            table.Report.AlreadyThere += rows.Count - newRows.Count;
            var moved = rows.Except(newRows).Count(row => !row.Entities.All(stored.Contains));
            if (moved > 0)
                table.Report.AddChange("is there and stays as it is: what became of its stage since then is left", moved);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && !_isRepeated)
        {
            _isRepeated = true;
            await StoreAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e) && rows.Count > 1)
        {
            var half = rows.Count / 2;
            await StoreAsync([.. rows.Take(half)], cancellationToken).ConfigureAwait(false);
            await StoreAsync([.. rows.Skip(half)], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && table.Plan.Shape.DistinctBy is not null)
        {
            // It is there by its name, with another id.
            table.Report.AlreadyThere++;
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e))
        {
            refuse(rows[0], DatabaseRefusal.Describe(e));
        }
    }

    // A row that is there keeps its history: a version that stays in its stage must not have moved.
    private async Task<HashSet<Entity>> FindStoredAsync(
        IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        var entities = rows.SelectMany(row => row.Entities).ToList();
        entities.ForEach(entity => entity.BelongTo(context.TenantId));
        var stored = entities.ToHashSet<Entity>(ReferenceEqualityComparer.Instance);
        stored.ExceptWith(await StoredRows.ExceptAsync(context, entities, cancellationToken).ConfigureAwait(false));
        return stored;
    }
}
