using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Reads what is in some schemas.</summary>
internal static class Catalogue
{
    // What PostgreSQL prints depends on these. Extensions may be in any schema, and their operators are printed without it.
    private const string Settings =
        """
        SELECT set_config('search_path', concat_ws(', ', quote_ident($1), (
                SELECT string_agg(DISTINCT quote_ident(nspname), ', ') FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
                WHERE nspname <> 'pg_catalog')), true),
            set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
            set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true), set_config('quote_all_identifiers', 'off', true)
        """;

    /// <summary>Lets names without a schema mean one, until the transaction ends.</summary>
    public static Task EnterAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, Settings, cancellationToken, schema);

    /// <summary>Reads all parts of some schemas, the first of which is that of names without one. Within a transaction.</summary>
    public static async Task<IReadOnlyList<CatalogueRow>> ReadAsync(
        NpgsqlConnection connection, string[] schemas, ModelRoles roles, CancellationToken cancellationToken)
    {
        await EnterAsync(connection, schemas[0], cancellationToken).ConfigureAwait(false);
        var rows = new List<CatalogueRow>();
        foreach (var query in TableQueries.All.Concat(CodeQueries.All))
        {
            var command = connection.CreateCommand();
            await using var whenDone = command.ConfigureAwait(false);
            command.CommandText = query;
            command.CommandTimeout = 0;
            foreach (var parameter in (string[][])[schemas, roles.All, roles.OfTenants])
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var whenRead = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(new CatalogueRow(
                    reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3),
                    reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(5), reader.GetBoolean(6), reader.GetBoolean(7)));
        }

        return rows;
    }

    /// <summary>Runs a statement.</summary>
    public static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] parameters)
    {
        var command = connection.CreateCommand();
        await using var whenDone = command.ConfigureAwait(false);
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
