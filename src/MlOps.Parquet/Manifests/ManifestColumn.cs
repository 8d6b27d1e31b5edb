namespace MlOps.Parquet.Manifests;

/// <summary>What a column has, and how two programs compute it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in PostgreSQL.</param>
/// <param name="StoredType">Its type in the file.</param>
/// <param name="IsGenerated">Whether the server computes it from others.</param>
/// <param name="Count">How many values are not NULL.</param>
/// <param name="Nulls">How many are NULL.</param>
/// <param name="Min">The smallest value: of a text its first 64 characters, and none of a list.</param>
/// <param name="Max">The largest value, in the same way.</param>
/// <param name="Sum">The sum of the hashes of the values.</param>
/// <param name="Postgres">The expression of the sum in PostgreSQL.</param>
/// <param name="DuckDb">The expression of the sum in DuckDB.</param>
public sealed record ManifestColumn(
    string Name,
    string Type,
    string StoredType,
    bool IsGenerated,
    long Count,
    long Nulls,
    string? Min,
    string? Max,
    string Sum,
    string Postgres,
    string DuckDb);
