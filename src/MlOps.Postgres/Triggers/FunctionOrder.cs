using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Triggers;

/// <summary>
/// Decides when a migration creates each of its functions: right before the first step that calls it, in the default of a
/// column for instance, or else after all tables, which it may read. A function comes after those that it calls.
/// </summary>
internal sealed class FunctionOrder(FunctionChanges changes)
{
    private readonly SortedDictionary<string, string> _waiting = new(
        changes.After.ToDictionary(function => function.Key, function => function.Value), StringComparer.Ordinal);

    /// <summary>Creates the functions that a step calls and that are not created yet.</summary>
    public IEnumerable<string> CreateCalledBy(MigrationOperation step) => ReadSql(step).OfType<string>().SelectMany(CreateCalledIn);

    public IEnumerable<string> CreateRest()
    {
        while (_waiting.Count > 0)
        {
            foreach (var statement in Create(_waiting.First().Key))
                yield return statement;
        }
    }

    private IEnumerable<string> CreateCalledIn(string sql) => _waiting.Keys
        .Where(signature => SqlNames.Calls(sql, FunctionSignature.ReadName(signature))).ToList().SelectMany(Create);

    private IEnumerable<string> Create(string signature) =>
        _waiting.Remove(signature, out var definition) ? CreateCalledIn(definition).Concat(changes.Create(signature)) : [];

    private static IEnumerable<string?> ReadSql(MigrationOperation step) => step switch
    {
        CreateTableOperation table => table.Columns.SelectMany(ReadSql).Concat(table.CheckConstraints.Select(check => check.Sql)),
        ColumnOperation column => [column.DefaultValueSql, column.ComputedColumnSql],
        AddCheckConstraintOperation check => [check.Sql],
        CreateIndexOperation index => [index.Filter],
        _ => [],
    };
}
