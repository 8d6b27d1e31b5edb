namespace MlOps.Import.Reports;

/// <summary>The result of an import.</summary>
/// <param name="Tables">The known tables, in the order in which they were read.</param>
/// <param name="OtherTables">The other tables of the schema. They are not imported.</param>
public sealed record ImportReport(IReadOnlyList<ImportedTable> Tables, IReadOnlyList<string> OtherTables)
{
    public long Read => Tables.Sum(table => table.Read);

    public long Imported => Tables.Sum(table => table.Imported);

    public long Deleted => Tables.Sum(table => table.Deleted);

    public long Refused => Tables.Sum(table => table.Refused);

    /// <summary>Whether all rows of the known tables are there now.</summary>
    public bool IsComplete => Refused == 0 && Tables.All(table => table.SkipReason is null);
}
