namespace MlOps.Parquet.Tables;

/// <summary>What the values of a column are, without their order.</summary>
/// <param name="Type">Its type in PostgreSQL.</param>
/// <param name="Count">How many are not NULL.</param>
/// <param name="Min">The smallest one.</param>
/// <param name="Max">The largest one.</param>
/// <param name="Sum">The sum of the hashes of their canonical texts.</param>
internal sealed record ColumnProfile(string Type, long Count, string? Min, string? Max, string Sum);
