using Npgsql;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>
/// Makes the INSERT of some rows, with their values as parameters. No value has a cast: that to varchar(10) would cut off what is too
/// long, where the assignment to a column refuses it.
/// </summary>
internal static class RowsInsert
{
    /// <summary>The name of the table within the clause that says what becomes of rows that are stored already.</summary>
    public const string Alias = "t";

    /// <param name="group">The rows and their table.</param>
    /// <param name="onConflict">The clause that says what becomes of rows that are stored already; or nothing.</param>
    public static NpgsqlBatchCommand Create(CopyGroup group, string onConflict)
    {
        var command = new NpgsqlBatchCommand();
        // Most rows have no arrays, and then need no parameter for each value.
        var columns = group.Table.Parameters
            .Where(column => column.Values.FitIntoArray || column.Values.HaveAny(group.Rows, group.TenantId)).ToList();
        var values = columns.ConvertAll(column => column.Values);
        var rows = values.TrueForAll(value => value.FitIntoArray) ? AsArrays(command, group, values) : AsValues(command, group, values);
        // Citus makes a COPY of an INSERT that returns nothing, and policies refuse that.
        command.CommandText =
            $"{Into(group.Table, string.Join(", ", columns.Select(column => column.Column)))} {rows}{onConflict} RETURNING 1";
        return command;
    }

    /// <summary>The beginning of the statement, which goes on with the rows.</summary>
    public static string Into(TableCopy table, string columns) => $"INSERT INTO {table.Name} AS {Alias} ({columns})";

    // The server parses and plans as many parameters as there are columns.
    private static string AsArrays(NpgsqlBatchCommand command, CopyGroup group, List<ColumnParameters> columns)
    {
        foreach (var column in columns)
            command.Parameters.Add(column.CreateArray(group.Rows, group.TenantId));

        return $"SELECT * FROM unnest({Places(1, command.Parameters.Count)})";
    }

    private static string AsValues(NpgsqlBatchCommand command, CopyGroup group, List<ColumnParameters> columns)
    {
        var rows = new List<string>(group.Rows.Count);
        foreach (var row in group.Rows)
        {
            rows.Add($"({Places(command.Parameters.Count + 1, columns.Count)})");
            foreach (var column in columns)
                command.Parameters.Add(column.Create(row, group.TenantId));
        }

        return $"VALUES {string.Join(", ", rows)}";
    }

    private static string Places(int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Select(place => $"${place}"));
}
