using MlOps.Parquet.Columns;
using Npgsql;

namespace MlOps.Parquet.Tables;

/// <summary>The columns of a table, as the server has them.</summary>
internal static class TableColumns
{
    private const string Query =
        """
        SELECT attname::text, format_type(atttypid, NULL), attgenerated <> '' FROM pg_attribute
        WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """;

    public static async Task<IReadOnlyList<FileColumn>> ReadAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Query, connection) { Parameters = { new() { Value = table } } };
        await using var whenDone = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        var columns = new List<FileColumn>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            columns.Add(new FileColumn(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));

        return columns;
    }

    /// <summary>The name of a type as SQL takes it; null if the server does not know it.</summary>
    public static async Task<string?> FindTypeAsync(NpgsqlConnection connection, string type, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT format_type(to_regtype($1), NULL)", connection) { Parameters = { new() { Value = type } } };
        await using var whenDone = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
    }
}
