using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Configurations.Clients;
using Npgsql;
using NpgsqlTypes;

namespace MlOps.Server.Rest;

/// <summary>
/// Runs one statement for a caller, with the rights of its scope: as the tenant, under the policies of the tables, and as the role of the
/// scope if the login of the server may become it.
/// </summary>
internal sealed class RestSession(MlOpsDbContext context)
{
    private const string Timeout = "30s";

    /// <summary>Finds a table or a view in the schemas of the installation, and nowhere else.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isWritten">Whether the views that take rows of older schemas come first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RestError">There is none.</exception>
    public async Task<string> FindTableAsync(string name, bool isWritten, CancellationToken cancellationToken)
    {
        var schema = context.Model.FindEntityType(typeof(Prediction))!.GetSchema();
        var found = await context.Database.SqlQuery<string>(
            $"""
            SELECT quote_ident(s.nspname) || '.' || quote_ident(c.relname) AS "Value" FROM pg_class c
            JOIN pg_namespace s ON s.oid = c.relnamespace
            WHERE c.relname = {name} AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
                AND s.nspname IN (coalesce({schema}, current_schema()), {ClientSchema.NameFor(schema)})
            ORDER BY (s.nspname = {ClientSchema.NameFor(schema)}) <> {isWritten}
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.FirstOrDefault() ?? throw new RestError(
            404, "PGRST205", $"There is no table or view '{name}'. docs/domain.md has the names.");
    }

    /// <summary>Runs a statement that returns one text.</summary>
    public async Task<string> ReadAsync(
        string role, bool isReadOnly, string sql, IReadOnlyList<string> parameters, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var whenDone = transaction.ConfigureAwait(false);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await RestrictAsync(connection, role, isReadOnly, cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            // The server knows the types of the columns, and reads the texts as it would those of literals.
            foreach (var value in parameters)
                command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Unknown });

            var result = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return Convert.ToString(result, CultureInfo.InvariantCulture) ?? "";
        }
    }

    private static async Task RestrictAsync(
        NpgsqlConnection connection, string role, bool isReadOnly, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            $"""
            SET LOCAL statement_timeout = '{Timeout}';
            {(isReadOnly ? "SET TRANSACTION READ ONLY;" : "")}
            SELECT CASE WHEN pg_has_role('{role}', 'MEMBER') THEN set_config('role', '{role}', true) END
            """,
            connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
