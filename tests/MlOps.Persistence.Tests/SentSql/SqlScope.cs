namespace MlOps.Persistence.Tests.SentSql;

/// <summary>One SELECT, UPDATE, DELETE or INSERT of a statement, with the tables that it names.</summary>
internal sealed class SqlScope(SqlScope? outer)
{
    public SqlScope? Outer => outer;

    public List<TableUse> Uses { get; } = [];

    /// <summary>Subqueries that have a name before the statement.</summary>
    public Dictionary<string, SqlFrame> Named { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The table of an INSERT.</summary>
    public string? Target { get; set; }

    /// <summary>Whether the rows of an INSERT are those of a SELECT.</summary>
    public bool TargetIsSelected { get; set; }

    public bool Returns { get; set; }

    /// <summary>What an alias stands for, and whether it is of this scope. Without an alias it is the only table.</summary>
    public (TableUse? Use, bool IsOwn) Resolve(string? alias)
    {
        if (alias is null)
            return (Uses.Count == 1 ? Uses[0] : null, true);

        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Uses.Find(use => use.Alias == alias) is { } use)
                return (use, scope == this);
        }

        return (null, false);
    }

    public SqlFrame? FindNamed(string name) => Named.TryGetValue(name, out var frame) ? frame : outer?.FindNamed(name);
}
