using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Roles;

namespace MlOps.Postgres.Ddl;

/// <summary>What Npgsql leaves out when a table moves to another schema.</summary>
internal static class TableMoves
{
    /// <param name="move">The move, which Npgsql has written already, and the new name too.</param>
    /// <param name="table">The table with its grants, if the model has it.</param>
    /// <param name="names">The annotations of the features.</param>
    /// <param name="sql">Quotes names.</param>
    public static IEnumerable<string> Complete(RenameTableOperation move, IReadOnlyAnnotatable? table, PostgresAnnotations names, ISqlGenerationHelper sql)
    {
        if (move.NewSchema == move.Schema)
            return [];

        return move.NewSchema is null
            ? [MoveToDefault(sql.DelimitIdentifier(move.NewName ?? move.Name, move.Schema))]
            : table is null ? [] : RoleSql.GrantUsage(move.NewSchema, names.GetGrants(table).Keys.Concat(names.GetPartitionGrants(table).Keys), sql);
    }

    // Npgsql takes no schema for the one that the table has. It is the one where a table without a schema is created.
    private static string MoveToDefault(string table) =>
        $"""
        DO $move$
        BEGIN
            EXECUTE format({SqlNames.Literal($"ALTER TABLE {SqlNames.EscapeFormat(table)} SET SCHEMA %I")}, current_schema());
        END $move$;
        """;
}
