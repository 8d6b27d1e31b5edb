using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Migrator.Operations;

/// <summary>Slices as a table.</summary>
internal static class SliceTable
{
    public static Listing Of(IEnumerable<StoredSlice> slices)
    {
        var listing = new Listing("Table", "Slice", "From", "To", "Partitions", "Rows", "Bytes");
        foreach (var slice in slices)
            listing.Add(slice.Root, slice.Name, slice.StartsAt, slice.EndsAt, slice.Tables, slice.Rows, slice.Bytes);

        return listing;
    }
}
