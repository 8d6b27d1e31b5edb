namespace MlOps.Import.Reports;

/// <summary>What became of a source.</summary>
/// <param name="Tables">Those that are known, in the order in which they were read.</param>
/// <param name="OtherTables">Those of the schema that are not.</param>
public sealed record ImportReport(IReadOnlyList<ImportedTable> Tables, IReadOnlyList<string> OtherTables)
{
    public long Read => Tables.Sum(table => table.Read);

    public long Taken => Tables.Sum(table => table.Taken);

    public long Refused => Tables.Sum(table => table.Refused);

    /// <summary>Whether all that is known was taken.</summary>
    public bool IsComplete => Refused == 0 && Tables.All(table => table.NotTaken is null);
}
