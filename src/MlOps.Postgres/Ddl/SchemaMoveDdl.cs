using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Roles;

namespace MlOps.Postgres.Ddl;

/// <summary>Writes what Npgsql leaves out when a table moves to another schema.</summary>
internal sealed class SchemaMoveDdl(PostgresFeaturesOptions features, ISqlGenerationHelper sql)
{
    /// <param name="move">The move, which Npgsql has written already, and the new name too.</param>
    /// <param name="model">The model that the migration leads to.</param>
    /// <param name="builder">Takes the statements.</param>
    public void Complete(RenameTableOperation move, IModel? model, MigrationCommandListBuilder builder)
    {
        if (move.NewSchema == move.Schema)
            return;

        if (move.NewSchema is null)
            builder.AppendStatement(MoveToDefault(sql.DelimitIdentifier(move.NewName ?? move.Name, move.Schema)));
        else if (model.FindTable(move.NewName ?? move.Name, move.NewSchema) is { } table)
            builder.AppendStatements(RoleSql.GrantUsage(move.NewSchema, features.Annotations.GetRolesWithRights(table), sql));
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
