using Npgsql;

namespace MlOps.Parquet.References;

/// <summary>A key of a table that a staged row and another one both have. The server tells it to few clients.</summary>
/// <param name="Table">The table.</param>
/// <param name="IsPrimary">Whether it is the primary key.</param>
/// <param name="Text">Its columns, and the values if they are found.</param>
internal sealed record TakenKey(ReferredTable Table, bool IsPrimary, string Text)
{
    // An index of expressions has columns without names.
    private const string Query =
        """
        SELECT i.indisprimary,
            ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
                JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts ORDER BY k.place),
            i.indexprs IS NULL, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true')
        FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = $1::text::regclass AND c.relname = $2
        """;

    /// <summary>Finds the key of a violated constraint; null if none of the tables has it.</summary>
    /// <param name="connection">A session that sees the staged rows.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="tenant">The tenant whose rows were added.</param>
    /// <param name="constraint">The name of the constraint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<TakenKey?> FindAsync(
        NpgsqlConnection connection,
        IEnumerable<ReferredTable> tables,
        Guid tenant,
        string? constraint,
        CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            if (await ReadAsync(connection, Query, [table.Name, constraint ?? ""], cancellationToken).ConfigureAwait(false)
                is not [bool isPrimary, string[] columns, bool isPlain, string condition])
                continue;

            if (!isPlain)
                return new TakenKey(table, isPrimary, constraint!);

            var quoted = columns.Select(column => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").ToList();
            var values = await ReadAsync(
                connection,
                $"SELECT concat_ws(', ', {string.Join(", ", quoted.Select(column => $"s.{column}"))}) " +
                $"FROM (SELECT * FROM {table.Staged} WHERE {condition}) AS s JOIN (SELECT * FROM {table.Name} WHERE {condition}) AS t " +
                $"ON {string.Join(" AND ", quoted.Select(column => $"s.{column} = t.{column}"))} WHERE {table.IsOf("s", tenant)} LIMIT 1",
                [],
                cancellationToken).ConfigureAwait(false);
            var names = $"({string.Join(", ", columns)})";
            return new TakenKey(table, isPrimary, values is [string found] ? $"{names} = ({found})" : names);
        }

        return null;
    }

    private static async Task<object[]?> ReadAsync(
        NpgsqlConnection connection, string sql, IEnumerable<string> parameters, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var whenDone = command.ConfigureAwait(false);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;

        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        return values;
    }
}
