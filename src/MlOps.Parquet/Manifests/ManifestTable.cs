using System.Text.Json.Serialization;

namespace MlOps.Parquet.Manifests;

/// <summary>What a table has of a slice.</summary>
public sealed record ManifestTable
{
    /// <summary>The name of the table, without its schema.</summary>
    public required string Name { get; init; }

    /// <summary>The path of the file within the directory, with slashes.</summary>
    public required string File { get; init; }

    public required long Rows { get; init; }

    /// <summary>The length of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>The hash of the file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The sum of the hashes of the rows.</summary>
    public required string RowSum { get; init; }

    /// <summary>The expression of that sum in PostgreSQL.</summary>
    public required string PostgresRowSum { get; init; }

    /// <summary>The expression of that sum in DuckDB.</summary>
    public required string DuckDbRowSum { get; init; }

    public required IReadOnlyList<ManifestColumn> Columns { get; init; }

    /// <summary>The names of the columns.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ColumnNames => [.. Columns.Select(column => column.Name)];
}
