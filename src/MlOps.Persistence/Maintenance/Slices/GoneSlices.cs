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
        string[] names = [.. slices.Select(slice => slice.Suffix).Distinct()];
        var made = (await _records.FindMadeAsync(root, names, cancellationToken).ConfigureAwait(false))
            .Union(await ArchivedSlices.FindAsync(context, RootOf(root), names, cancellationToken).ConfigureAwait(false)).ToList();
        if (made.Count == 0)
            return [];

        // A table that was added later may lack a partition that its root has. What somebody attached under another name may have the
        // rows of any time.
        var table = RootOf(root);
        var attached = await table.FindPartitionsAsync(context, cancellationToken).ConfigureAwait(false);
        return attached.Any(name => table.SliceOf(name) is null && !table.IsDefault(name))
            ? []
            : [.. made.Except(attached.Select(table.SliceOf).OfType<Slice>().Select(slice => slice.Suffix))];
    }

    /// <summary>What became of some of them, by their names: "was archived".</summary>
    public async Task<IReadOnlyDictionary<string, string>> DescribeAsync(
        string root, IReadOnlyList<string> gone, CancellationToken cancellationToken)
    {
        var archived = await ArchivedSlices.FindAsync(context, RootOf(root), gone, cancellationToken).ConfigureAwait(false);
        return gone.ToDictionary(name => name, name => archived.Contains(name) ? "was archived" : "was detached or dropped");
    }

    /// <exception cref="MlOpsException">One of the slices was archived, detached or dropped.</exception>
    public async Task RequireNoneAsync(string root, IEnumerable<Slice> slices, CancellationToken cancellationToken)
    {
        var gone = await FindAsync(root, slices, cancellationToken).ConfigureAwait(false);
        if (gone.Count == 0)
            return;

        var fate = (await DescribeAsync(root, [gone[0]], cancellationToken).ConfigureAwait(false))[gone[0]];
        throw new MlOpsException(
            MlOpsError.SliceGone,
            $"The slice {gone[0]} of {root} {fate}, and nothing can be added to it. " + (fate == "was archived"
                ? $"To write to it, move it back: mlops archive restore {root} {gone[0]}."
                : $"If it was exported, bring it back: mlops archive restore {root} {gone[0]} --from DIRECTORY. If it was dropped by " +
                    "mistake, attach it again, or delete its record in the table of slices and make it anew."));
    }

    private SlicedTable RootOf(string root) => SlicedAggregate.AllOf(context).Single(aggregate => aggregate.Root == root).Tables[0];
}
