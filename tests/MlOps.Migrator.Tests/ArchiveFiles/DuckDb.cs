using System.Globalization;
using DuckDB.NET.Data;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>Another program that reads the files.</summary>
internal static class DuckDb
{
    /// <summary>Selects one row of a file, or of many that a pattern names.</summary>
    public static IReadOnlyList<string?> Select(IEnumerable<string> expressions, string files) =>
        Query($"SELECT {string.Join(", ", expressions)} FROM read_parquet('{files}')");

    public static IReadOnlyList<string?> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return
        [
            .. Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)),
        ];
    }
}
