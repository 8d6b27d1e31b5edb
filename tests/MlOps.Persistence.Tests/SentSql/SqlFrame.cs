namespace MlOps.Persistence.Tests.SentSql;

/// <summary>What is between two parentheses, or the whole statement.</summary>
internal sealed class SqlFrame(SqlFrame? outer, SqlScope scope, string clause)
{
    public SqlFrame? Outer => outer;

    public SqlScope Scope { get; set; } = scope;

    /// <summary>The clause that tokens belong to: select, from, on, where and so on.</summary>
    public string Clause { get; private set; } = clause;

    public int ClauseNumber { get; private set; }

    /// <summary>Whether it is a statement of its own.</summary>
    public bool IsStatement { get; init; }

    /// <summary>Whether it is a subquery, a function or a group in a FROM, which may have an alias after it.</summary>
    public bool IsTable { get; init; }

    public bool IsNegated { get; init; }

    /// <summary>Whether the next name is a table.</summary>
    public bool ExpectsTable { get; set; }

    /// <summary>Whether the table that is joined last may be missing from a row.</summary>
    public bool IsOuterJoin { get; set; }

    /// <summary>Whether a table of tenants is in it.</summary>
    public bool ReadsTenants { get; private set; }

    /// <summary>The numbers of the clauses that have an OR.</summary>
    public HashSet<int> Alternatives { get; } = [];

    public void Enter(string clause)
    {
        Clause = clause;
        ClauseNumber++;
        ExpectsTable = false;
    }

    public void Add(TableUse use)
    {
        Scope.Uses.Add(use);
        for (var frame = use.TenantColumn is null ? null : this; frame is not null; frame = frame.Outer)
            frame.ReadsTenants = true;
    }

    /// <summary>The frames from this one up to that of the statement, each with its present clause.</summary>
    public IReadOnlyList<(SqlFrame Frame, int Clause)> ListPlaces()
    {
        var places = new List<(SqlFrame, int)>();
        for (var frame = this; frame is not null; frame = frame.IsStatement ? null : frame.Outer)
            places.Add((frame, frame.ClauseNumber));

        return places;
    }
}
