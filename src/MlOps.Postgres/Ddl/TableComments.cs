using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Ddl;

/// <summary>The comments of a table and its columns, set aside while its CREATE TABLE is written.</summary>
internal sealed class TableComments
{
    private readonly string? _table;
    private readonly List<(AddColumnOperation Column, string Text)> _columns;

    private TableComments(CreateTableOperation operation)
    {
        _table = operation.Comment;
        _columns = [.. from column in operation.Columns where column.Comment is not null select (column, column.Comment)];
    }

    public static TableComments Take(CreateTableOperation operation)
    {
        var comments = new TableComments(operation);
        operation.Comment = null;
        foreach (var (column, _) in comments._columns)
            column.Comment = null;

        return comments;
    }

    public void GiveBack(CreateTableOperation operation)
    {
        operation.Comment = _table;
        foreach (var (column, text) in _columns)
            column.Comment = text;
    }

    public IEnumerable<string> Statements(CreateTableOperation operation, MigrationsSqlGeneratorDependencies dependencies)
    {
        var sql = dependencies.SqlGenerationHelper;
        var table = sql.DelimitIdentifier(operation.Name, operation.Schema);
        if (_table is not null)
            yield return $"COMMENT ON TABLE {table} IS {Literal(_table, dependencies)};";

        foreach (var (column, text) in _columns)
            yield return $"COMMENT ON COLUMN {table}.{sql.DelimitIdentifier(column.Name)} IS {Literal(text, dependencies)};";
    }

    private static string Literal(string text, MigrationsSqlGeneratorDependencies dependencies) =>
        dependencies.TypeMappingSource.GetMapping(typeof(string)).GenerateSqlLiteral(text);
}
