using MlOps.Domain;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Takeover;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;

namespace MlOps.Import;

/// <summary>
/// Stores batches by COPY, each in its own transaction. A row that is already there stays as it is, with its history. If the
/// database refuses a row, halving the batch finds it, and the others are stored.
/// </summary>
internal sealed class ImportSink(
    MlOpsDbContext context,
    PlannedTable table,
    ImportState state,
    ImportOptions options,
    Action<ImportedRow, string> refuse,
    Action<ImportedRow, string> refuseChange)
{
    private readonly CopiedRows? _copied = options.Changes is not null && !options.IsDryRun
        ? new CopiedRows(context, table.Report.Source, state, options, refuseChange) : null;

    private readonly ImportSlices _slices = new(context, options.Clock.GetUtcNow());

    // A lookup of stored rows takes time, so it begins with the first duplicate.
    private bool _isRepeated;

    public async Task StoreAsync(IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        if (_copied is not null && rows.Count > 0)
            await _copied.FollowFirstAsync(rows, cancellationToken).ConfigureAwait(false);

        await Bisection.RunAsync(
            rows,
            part => TryStoreAsync(part, cancellationToken),
            e => DatabaseRefusal.FindCause(e) is RefusalCause.Row or RefusalCause.Unknown,
            (row, e) =>
            {
                Refuse(row, e);
                return Task.CompletedTask;
            }).ConfigureAwait(false);
    }

    private async Task TryStoreAsync(IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            var isLookedUp = options.IsDryRun || _isRepeated || rows.Any(row => row.Entities.Count > 1);
            var stored = isLookedUp ? await FindStoredAsync(rows, cancellationToken).ConfigureAwait(false) : [];
            var newRows = rows.Where(row => !stored.Contains(row.Entities[0])).ToList();
            var entities = newRows.SelectMany(row => row.Entities).ToList();
            var overlap = await ServedTimes.FindOverlapAsync(context, entities, cancellationToken).ConfigureAwait(false);
            if (overlap is not null)
                throw new IllegalTransitionException(overlap);

            if (!options.IsDryRun)
                await StoreAsync(entities, cancellationToken).ConfigureAwait(false);

            var known = rows.Except(newRows).ToList();
            if (_copied is not null)
                await _copied.FollowAsync(known, cancellationToken).ConfigureAwait(false);

            table.Report.Imported += newRows.Count;
            table.Report.AlreadyThere += known.Count;
            var moved = known.Count(row => !row.Entities.All(stored.Contains));
            if (moved > 0 && _copied is null)
                table.Report.AddChange(ImportRemarks.StageNotUpdated, moved);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && !_isRepeated)
        {
            _isRepeated = true;
            await TryStoreAsync(rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(IReadOnlyList<Entity> entities, CancellationToken cancellationToken)
    {
        await _slices.EnsureAsync(entities, cancellationToken).ConfigureAwait(false);
        await BulkInsert.RunAsync(context, entities, cancellationToken).ConfigureAwait(false);
    }

    private void Refuse(ImportedRow row, Exception exception)
    {
        // The same name is there, with another id.
        if (DatabaseRefusal.IsDuplicate(exception) && table.Plan.Shape.DistinctBy is not null)
            table.Report.AlreadyThere++;
        else
            refuse(row, DatabaseRefusal.Describe(exception));
    }

    // A version that is already there keeps its stage, so it must not get a new step of its history either.
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
