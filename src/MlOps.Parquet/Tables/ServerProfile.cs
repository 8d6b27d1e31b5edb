using System.Globalization;
using MlOps.Parquet.Columns;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Parquet.Tables;

/// <summary>Lets the server compute what the rows of a table are.</summary>
internal static class ServerProfile
{
    private const int PerColumn = 5;
    private const int BeforeColumns = 2;

    /// <param name="connection">A session in a transaction with <see cref="ValueSettings"/>.</param>
    /// <param name="table">The table, quoted where it needs to be.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">It has a value that no file can have.</exception>
    public static async Task<TableProfile> ReadAsync(
        NpgsqlConnection connection, string table, IReadOnlyList<FileColumn> columns, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Query(table, columns), connection) { CommandTimeout = 0 };
        await using var whenDone = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var profiles = columns.Select((column, index) => Read(reader, table, column, BeforeColumns + (index * PerColumn))).ToList();
        return new TableProfile(reader.GetInt64(0), reader.GetString(1), profiles);
    }

    // Without OFFSET the server would compute each text once for each use of it.
    private static string Query(string table, IReadOnlyList<FileColumn> columns)
    {
        var texts = columns.Select((column, i) => $"{column.Quoted} AS c{i}, {ColumnSql.PostgresText(column)} AS t{i}, " +
            $"{ColumnSql.PostgresRefused(column) ?? "false"} AS r{i}");
        var hashes = columns.Select((_, i) => $"c{i}, t{i}, r{i}, {ColumnSql.PostgresHash($"t{i}")} AS h{i}");
        var rowHash = ColumnSql.PostgresHash(ColumnSql.RowText(columns.Select((_, i) => $"h{i}")));
        var aggregates = columns.Select((column, i) =>
            $"count(c{i}), {ColumnSql.PostgresExtreme(column, "min", $"c{i}", $"t{i}")}, " +
            $"{ColumnSql.PostgresExtreme(column, "max", $"c{i}", $"t{i}")}, {ColumnSql.PostgresSum($"h{i}")}::text, " +
            $"count(*) FILTER (WHERE r{i})");
        return
            $"""
            SELECT count(*), {ColumnSql.PostgresSum(rowHash)}::text, {string.Join(", ", aggregates)}
            FROM (
                SELECT {string.Join(", ", hashes)}
                FROM (SELECT {string.Join(", ", texts)} FROM {table} OFFSET 0) AS texts OFFSET 0) AS hashes
            """;
    }

    private static ColumnProfile Read(NpgsqlDataReader reader, string table, FileColumn column, int at)
    {
        if (reader.GetInt64(at + 4) is > 0 and var refused)
            throw new MlOpsException(
                MlOpsError.Configuration,
                string.Create(CultureInfo.InvariantCulture, $"{refused} values of the column {column.Name} of {table} ") +
                "cannot be exported: " + (column.Kind == ColumnKind.Timestamp
                    ? "a time must be finite, and between the years 1 and 9999."
                    : "an array must have one dimension that begins at 1.") + " Change them, and export again.");

        return new ColumnProfile(
            column.Type, reader.GetInt64(at), Show(reader, at + 1, column), Show(reader, at + 2, column), reader.GetString(at + 3));
    }

    private static string? Show(NpgsqlDataReader reader, int at, FileColumn column) => reader.IsDBNull(at) ? null : column.Kind switch
    {
        ColumnKind.Timestamp => ScalarFormats.ShowTime(reader.GetString(at)),
        ColumnKind.Real or ColumnKind.Double => ScalarFormats.ShowNumber(reader.GetString(at), column.Kind == ColumnKind.Real),
        _ => reader.GetString(at),
    };
}
