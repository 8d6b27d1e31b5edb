using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Ddl;

/// <summary>The comments of a table and its columns, which Npgsql writes into the same statement as CREATE TABLE.</summary>
internal static class TableComments
{
    /// <summary>Removes the comments from a copy, whose columns are copied in turn.</summary>
    public static CreateTableOperation Remove(CreateTableOperation copy)
    {
        copy.Comment = null;
        for (var i = 0; i < copy.Columns.Count; i++)
        {
            copy.Columns[i] = copy.Columns[i].Copy();
            copy.Columns[i].Comment = null;
        }

        return copy;
    }

    public static IEnumerable<string> Write(CreateTableOperation operation, MigrationsSqlGeneratorDependencies dependencies)
    {
        var sql = dependencies.SqlGenerationHelper;
        var literal = dependencies.TypeMappingSource.GetMapping(typeof(string));
        var table = sql.DelimitIdentifier(operation.Name, operation.Schema);
        if (operation.Comment is not null)
            yield return $"COMMENT ON TABLE {table} IS {literal.GenerateSqlLiteral(operation.Comment)};";

        foreach (var column in operation.Columns.Where(column => column.Comment is not null))
            yield return $"COMMENT ON COLUMN {table}.{sql.DelimitIdentifier(column.Name)} IS {literal.GenerateSqlLiteral(column.Comment)};";
    }
}
