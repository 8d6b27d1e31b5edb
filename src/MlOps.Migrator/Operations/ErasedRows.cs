namespace MlOps.Migrator.Operations;

/// <summary>How many rows were deleted, or would be, table by table.</summary>
internal static class ErasedRows
{
    public static void Write(Output output, IReadOnlyDictionary<string, long> rows, bool isDryRun)
    {
        var listing = new Listing("Table", "Rows", "Outcome");
        foreach (var (table, count) in rows)
            listing.Add(table, count, isDryRun ? "would be deleted" : "deleted");

        output.Write(listing);
        output.Note(isDryRun ? "Nothing is deleted." : $"Rows that are deleted: {rows.Values.Sum()}.");
    }
}
