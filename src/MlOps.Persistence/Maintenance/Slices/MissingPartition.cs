using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>A partition that a table of an aggregate should have.</summary>
internal readonly record struct MissingPartition(SlicedTable Table, Slice Slice)
{
    public string Name => Table.Partition(Slice.Suffix);
}
