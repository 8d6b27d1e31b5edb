using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Postgres.Ddl;

/// <summary>What the parts of the SQL generator have in common.</summary>
internal static class MigrationStatements
{
    public static void AppendStatements(this MigrationCommandListBuilder builder, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
            builder.AppendStatement(statement);
    }

    public static void AppendStatement(
        this MigrationCommandListBuilder builder, string statement, bool suppressTransaction = false)
    {
        builder.AppendLines(statement);
        builder.EndCommand(suppressTransaction);
    }

    /// <summary>A table of the model that a migration leads to; null without a model, as on the way down to nothing.</summary>
    public static ITable? FindTable(this IModel? model, string table, string? schema) =>
        model?.GetRelationalModel().FindTable(table, schema);
}
