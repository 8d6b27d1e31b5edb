using System.Text.Json.Serialization;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>A table in a backup.</summary>
/// <param name="Name">The name of the table, quoted where SQL needs it.</param>
/// <param name="Columns">Its columns, in the order of the files. Columns that the database computes are not among them.</param>
/// <param name="RowsHash">A hash of all rows, in which their order makes no difference.</param>
/// <param name="Files">A file for each partition that has rows, or the one file of a table that has rows.</param>
public sealed record BackupTable(
    string Name, IReadOnlyList<string> Columns, string RowsHash, IReadOnlyList<BackupFile> Files)
{
    /// <summary>How many rows it has.</summary>
    [JsonIgnore]
    public long Rows => Files.Sum(file => file.Rows);
}
