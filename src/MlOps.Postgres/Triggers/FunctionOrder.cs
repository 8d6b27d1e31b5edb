using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Triggers;

/// <summary>
/// Decides when a migration creates each of its functions: right before the first step that calls it, in the default of a
/// column for instance, or else after all tables, which it may read. A function comes after those that it calls.
/// </summary>
internal sealed class FunctionOrder(AlterDatabaseOperation database)
{
    private readonly SortedDictionary<string, string> _waiting = new(
        database.Named(PostgresAnnotations.Function).ToDictionary(function => function.Name, function => function.Value),
        StringComparer.Ordinal);

    /// <summary>The functions that a step calls and that are not created yet.</summary>
    public IEnumerable<string> TakeFor(MigrationOperation step) => Texts(step).OfType<string>().SelectMany(TakeCalledIn);

    public IEnumerable<string> TakeRest()
    {
        while (_waiting.Count > 0)
        {
            foreach (var statement in Take(_waiting.First().Key))
                yield return statement;
        }
    }

    private IEnumerable<string> TakeCalledIn(string sql) =>
        _waiting.Keys.Where(signature => SqlNames.Calls(sql, FunctionSignature.NameOf(signature))).ToList().SelectMany(Take);

    private IEnumerable<string> Take(string signature) =>
        _waiting.Remove(signature, out var definition)
            ? TakeCalledIn(definition).Concat(TriggerSql.DropReplaced(database, signature)).Append($"CREATE OR REPLACE FUNCTION {signature}\n{definition};")
            : [];

    private static IEnumerable<string?> Texts(MigrationOperation step) => step switch
    {
        CreateTableOperation table => table.Columns.SelectMany(Texts).Concat(table.CheckConstraints.Select(check => check.Sql)),
        ColumnOperation column => [column.DefaultValueSql, column.ComputedColumnSql],
        AddCheckConstraintOperation check => [check.Sql],
        CreateIndexOperation index => [index.Filter],
        _ => [],
    };
}
