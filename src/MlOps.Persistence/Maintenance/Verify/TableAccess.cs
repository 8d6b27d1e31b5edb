using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Whether a login may read a table of the library.</summary>
internal static class TableAccess
{
    /// <summary>Null if the table does not exist.</summary>
    public static async Task<bool?> FindAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var whenDone = command.ConfigureAwait(false);
        command.CommandText = "SELECT has_table_privilege(to_regclass($1), 'SELECT')";
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as bool?;
    }

    public static SchemaFinding NotVisible(string kind, string name, string table) =>
        new(FindingSeverity.NotVisible, kind, name, null, null) { ToDo = $"This login may not read {table}. Verify as its owner." };
}
