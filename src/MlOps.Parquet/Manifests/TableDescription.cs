using MlOps.Parquet.Columns;
using MlOps.Parquet.Tables;

namespace MlOps.Parquet.Manifests;

/// <summary>What a manifest says of a table, and what that means.</summary>
internal static class TableDescription
{
    /// <summary>Describes a table whose file is not written yet.</summary>
    public static ManifestTable Of(string name, IReadOnlyList<FileColumn> columns, TableProfile profile) => new()
    {
        Name = name,
        File = "",
        Rows = profile.Rows,
        Bytes = 0,
        Sha256 = "",
        RowSum = profile.RowSum,
        PostgresRowSum = ColumnSql.PostgresSum(ColumnSql.PostgresHash(ColumnSql.RowText(
            columns.Select(column => ColumnSql.PostgresHash(ColumnSql.PostgresText(column)))))),
        DuckDbRowSum = ColumnSql.DuckDbSum(ColumnSql.DuckDbHash(ColumnSql.RowText(
            columns.Select(column => ColumnSql.DuckDbHash(ColumnSql.DuckDbText(column)))))),
        Columns = [.. columns.Zip(profile.Columns, (column, found) => new ManifestColumn(
            column.Name,
            column.Type,
            column.StoredType,
            column.IsGenerated,
            found.Count,
            profile.Rows - found.Count,
            found.Min,
            found.Max,
            found.Sum,
            ColumnSql.PostgresSum(ColumnSql.PostgresHash(ColumnSql.PostgresText(column))),
            ColumnSql.DuckDbSum(ColumnSql.DuckDbHash(ColumnSql.DuckDbText(column)))))],
    };

    /// <summary>The columns of the file.</summary>
    public static IReadOnlyList<FileColumn> ListColumns(this ManifestTable table) =>
        [.. table.Columns.Select(column => new FileColumn(column.Name, column.Type, column.IsGenerated))];

    /// <summary>What the rows of the file are.</summary>
    public static TableProfile ReadProfile(this ManifestTable table) => new(
        table.Rows,
        table.RowSum,
        [.. table.Columns.Select(column => new ColumnProfile(column.Type, column.Count, column.Min, column.Max, column.Sum))]);

    /// <summary>Whether two descriptions are of the same rows in the same columns.</summary>
    public static bool HasSameRows(this ManifestTable table, ManifestTable other) =>
        table.Name == other.Name && table.RowSum == other.RowSum && table.Columns.SequenceEqual(other.Columns);
}
