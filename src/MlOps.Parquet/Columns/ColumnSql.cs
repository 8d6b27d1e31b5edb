namespace MlOps.Parquet.Columns;

/// <summary>
/// The canonical text of a value, of which the sums are made: the same in PostgreSQL, in DuckDB and in this program. docs/archive-files.md
/// describes it.
/// </summary>
internal static class ColumnSql
{
    /// <summary>How many hexadecimal digits of a SHA-256 make a hash: as many as a number of 64 bits can have in both programs.</summary>
    public const int HashDigits = 15;

    /// <summary>The expression in PostgreSQL.</summary>
    public static string PostgresText(FileColumn column) => column.Kind switch
    {
        ColumnKind.Real => PostgresBits(column.Quoted, "float4send", 32, "int"),
        ColumnKind.Double => PostgresBits(column.Quoted, "float8send", 64, "bigint"),
        ColumnKind.Timestamp =>
            $"CASE WHEN isfinite({column.Quoted}) THEN (extract(epoch FROM {column.Quoted}) * 1000000)::bigint::text END",
        ColumnKind.Doubles => PostgresList(column.Quoted, PostgresBits("e", "float8send", 64, "bigint")),
        ColumnKind.Texts => PostgresList(column.Quoted, "length(e) || ':' || e"),
        _ => $"{column.Quoted}::text",
    };

    /// <summary>The expression in DuckDB, for a column of the file.</summary>
    public static string DuckDbText(FileColumn column) => column.Kind switch
    {
        ColumnKind.Text => column.Quoted,
        ColumnKind.Real => DuckDbBits(column.Quoted, "INTEGER"),
        ColumnKind.Double => DuckDbBits(column.Quoted, "BIGINT"),
        ColumnKind.Timestamp => $"epoch_us({column.Quoted})::VARCHAR",
        ColumnKind.Doubles => DuckDbList(column.Quoted, DuckDbBits("e", "BIGINT")),
        ColumnKind.Texts => DuckDbList(column.Quoted, "length(e) || ':' || e"),
        _ => $"{column.Quoted}::VARCHAR",
    };

    /// <summary>The hash of a text in PostgreSQL. A server in FIPS mode has it too.</summary>
    public static string PostgresHash(string text) => $"left(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), {HashDigits})";

    /// <summary>The same in DuckDB.</summary>
    public static string DuckDbHash(string text) => $"left(sha256({text}), {HashDigits})";

    /// <summary>The sum of hashes in PostgreSQL.</summary>
    public static string PostgresSum(string hash) => $"coalesce(sum(('x' || {hash})::bit({HashDigits * 4})::bigint), 0)";

    /// <summary>The same in DuckDB.</summary>
    public static string DuckDbSum(string hash) => $"coalesce(sum(('0x' || {hash})::BIGINT), 0)";

    /// <summary>The text of a row, of which its hash is made.</summary>
    public static string RowText(IEnumerable<string> hashes) =>
        string.Join(" || ',' || ", hashes.Select(hash => $"coalesce({hash}, 'null')"));

    /// <summary>The smallest and the largest value as text; NULL of a list.</summary>
    /// <param name="column">The column.</param>
    /// <param name="aggregate">min or max.</param>
    /// <param name="value">An expression with the value.</param>
    /// <param name="text">An expression with its canonical text.</param>
    public static string PostgresExtreme(FileColumn column, string aggregate, string value, string text) => column.Kind switch
    {
        ColumnKind.Integer or ColumnKind.Long => $"{aggregate}({value})::text",
        ColumnKind.Timestamp => $"{aggregate}({text}::bigint)::text",
        // The sum with 0 makes 0 of -0.
        ColumnKind.Real or ColumnKind.Double => $"({aggregate}({value}) + 0)::text",
        ColumnKind.Doubles or ColumnKind.Texts => "NULL::text",
        _ => $"{aggregate}(left({text}, {TextRange.Length}) COLLATE \"C\")",
    };

    /// <summary>Whether a value cannot be stored in a file as it is; null if each can.</summary>
    public static string? PostgresRefused(FileColumn column) => column.Kind switch
    {
        ColumnKind.Timestamp => $"{column.Quoted} < '0001-01-01 00:00:00Z' OR {column.Quoted} >= '10000-01-01 00:00:00Z'",
        ColumnKind.Doubles or ColumnKind.Texts => $"array_ndims({column.Quoted}) > 1 OR array_lower({column.Quoted}, 1) <> 1",
        _ => null,
    };

    private static string PostgresBits(string value, string send, int bits, string type) =>
        $"CASE WHEN {value} = 'NaN' THEN 'NaN' ELSE ('x' || encode({send}({value}), 'hex'))::bit({bits})::{type}::text END";

    private static string DuckDbBits(string value, string type) =>
        $"CASE WHEN isnan({value}) THEN 'NaN' ELSE {value}::BIT::{type}::VARCHAR END";

    private static string PostgresList(string list, string element) =>
        $"CASE WHEN {list} IS NOT NULL THEN (SELECT '[' || coalesce(string_agg(coalesce({element}, 'null'), ',' ORDER BY i), '') || ']' " +
        $"FROM unnest({list}) WITH ORDINALITY AS u (e, i)) END";

    private static string DuckDbList(string list, string element) =>
        $"'[' || array_to_string(list_transform({list}, lambda e: coalesce({element}, 'null')), ',') || ']'";
}
