using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// The table of slices that were made. A context whose model has no such table makes each missing slice, whatever became of it
/// before, and writes to the default partition what has none.
/// </summary>
internal sealed class SliceRecords(DbContext context)
{
    // Not in the constructor: an upgrade that has nothing to do builds no model.
    private bool Exist => context.Model.FindEntityType(typeof(SliceRecord)) is not null;

    /// <summary>What is recorded of an aggregate.</summary>
    public async Task<IReadOnlyCollection<SliceRecord>> ReadAsync(SlicedAggregate aggregate, CancellationToken cancellationToken) => Exist
        ? await context.Set<SliceRecord>().AsNoTracking()
            .Where(record => record.Root == aggregate.Root).ToListAsync(cancellationToken).ConfigureAwait(false)
        : [];

    /// <summary>Records the slices that are attached, and notes since when others are not any more.</summary>
    public async Task UpdateAsync(
        SlicedAggregate aggregate,
        IReadOnlyCollection<SliceRecord> known,
        IReadOnlyCollection<Slice> attached,
        CancellationToken cancellationToken)
    {
        if (!Exist)
            return;

        foreach (var slice in attached.ExceptBy(known.Select(record => record.Name), slice => slice.Suffix))
            await AddAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);

        var names = attached.Select(slice => slice.Suffix).ToHashSet();
        await SetAsync(known.Where(record => record.GoneAt is not null && names.Contains(record.Name)), null).ConfigureAwait(false);
        await SetAsync(
            known.Where(record => record.GoneAt is null && !names.Contains(record.Name)), DateTimeOffset.UtcNow).ConfigureAwait(false);

        async Task SetAsync(IEnumerable<SliceRecord> records, DateTimeOffset? goneAt)
        {
            string[] changed = [.. records.Select(record => record.Name)];
            if (changed.Length > 0)
                await SetGoneAsync(aggregate, changed, goneAt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records a slice, within the transaction that makes it.</summary>
    public async Task AddAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        if (!Exist)
            return;

        var r = context.GetTable<SliceRecord>("r");
        await context.ExecuteSqlAsync(
            $"""
            INSERT INTO {r} ({r.Assigned(x => x.Root)}, {r.Assigned(x => x.Name)}, {r.Assigned(x => x.StartsAt)}, {r.Assigned(x => x.EndsAt)},
                {r.Assigned(x => x.MadeAt)})
            VALUES ({aggregate.Root}, {slice.Suffix}, {slice.Start}, {slice.End}, now())
            ON CONFLICT DO NOTHING
            """,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes since when a slice is not attached any more, or that it is again.</summary>
    public async Task SetGoneAsync(SlicedAggregate aggregate, Slice slice, DateTimeOffset? goneAt, CancellationToken cancellationToken)
    {
        if (Exist)
            await SetGoneAsync(aggregate, [slice.Suffix], goneAt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The names of those slices that were made at some time.</summary>
    public async Task<IReadOnlyList<string>> FindMadeAsync(string root, string[] names, CancellationToken cancellationToken) => Exist
        ? await context.Set<SliceRecord>().Where(record => record.Root == root && names.Contains(record.Name))
            .OrderBy(record => record.Name).Select(record => record.Name).ToListAsync(cancellationToken).ConfigureAwait(false)
        : [];

    private Task<int> SetGoneAsync(
        SlicedAggregate aggregate, string[] names, DateTimeOffset? goneAt, CancellationToken cancellationToken) =>
        // A slice that is restored from a backup and archived again has been gone since before.
        context.Set<SliceRecord>()
            .Where(record => record.Root == aggregate.Root && names.Contains(record.Name) && (goneAt == null || record.GoneAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(record => record.GoneAt, goneAt), cancellationToken);
}
