using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Tells slices that were detached or dropped from those that were never made.</summary>
internal sealed class GoneSlices(DbContext context)
{
    private readonly SliceRecords _records = new(context);

    /// <summary>Those of some slices without a partition that had one.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string root, IEnumerable<Slice> slices, CancellationToken cancellationToken)
    {
        var made = await _records.FindMadeAsync(root, [.. slices.Select(slice => slice.Suffix).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        if (made.Count == 0)
            return [];

        // A table that was added later may lack a partition that its root has. What somebody attached under another name may have the
        // rows of any time.
        var table = SlicedAggregate.AllOf(context).Single(aggregate => aggregate.Root == root).Tables[0];
        var attached = await table.FindPartitionsAsync(context, cancellationToken).ConfigureAwait(false);
        return attached.Any(name => table.SliceOf(name) is null && !table.IsDefault(name))
            ? []
            : [.. made.Except(attached.Select(table.SliceOf).OfType<Slice>().Select(slice => slice.Suffix))];
    }

    /// <exception cref="MlOpsException">One of the slices was detached or dropped.</exception>
    public async Task RequireNoneAsync(string root, IEnumerable<Slice> slices, CancellationToken cancellationToken)
    {
        var gone = await FindAsync(root, slices, cancellationToken).ConfigureAwait(false);
        if (gone.Count > 0)
            throw new MlOpsException(
                MlOpsError.SliceGone,
                $"The slice {gone[0]} of {root} was detached or dropped, and nothing can be added to it. If it was dropped by mistake, " +
                "attach it again, or delete its record in the table of slices and make it anew.");
    }
}
