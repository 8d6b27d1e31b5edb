using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>A partition, or a table without partitions.</summary>
/// <param name="Name">Its name, quoted where SQL needs it.</param>
/// <param name="IsTable">Whether it has the rows itself. A foreign table has not.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="IsHidden">Whether a policy may hide rows of it from the login.</param>
internal sealed record SourcePart(string Name, bool IsTable, long Bytes, bool IsHidden)
{
    public static string Quote(IEnumerable<string> columns) => string.Join(", ", columns.Select(SqlNames.Quote));

    /// <summary>Reads its rows. What inherits from a table is a part of its own.</summary>
    public string CopyOut(IEnumerable<string> columns) => IsTable
        ? $"COPY {Name} ({Quote(columns)}) TO STDOUT"
        : $"COPY (SELECT {Quote(columns)} FROM ONLY {Name}) TO STDOUT";
}
