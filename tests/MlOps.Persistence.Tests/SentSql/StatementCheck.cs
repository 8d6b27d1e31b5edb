namespace MlOps.Persistence.Tests.SentSql;

/// <summary>
/// Finds what a server with the tables of tenants on several machines would refuse, or send to all of them. PostgreSQL alone runs it.
/// </summary>
/// <param name="findTenantColumn">The column with the tenant of a table, by its name; null if it has none.</param>
internal sealed class StatementCheck(Func<string, string?> findTenantColumn)
{
    /// <summary>The faults of a text of SQL; none if it is as it should be.</summary>
    public IReadOnlyList<string> FindFaults(string sql) => [.. SplitStatements(SqlTokens.Split(sql)).SelectMany(FindFaults)];

    private static IEnumerable<IReadOnlyList<SqlToken>> SplitStatements(IReadOnlyList<SqlToken> tokens)
    {
        var statement = new List<SqlToken>();
        foreach (var token in tokens.Append(new SqlToken(SqlTokenKind.Sign, ";")))
        {
            if (!token.Is(";"))
            {
                statement.Add(token);
                continue;
            }

            if (statement.Count > 0)
                yield return statement;

            statement = [];
        }
    }

    private IEnumerable<string> FindFaults(IReadOnlyList<SqlToken> tokens)
    {
        if (Has(tokens, "select", "from"))
            yield return "SELECT FROM names no column.";

        if (Has(tokens, "alter", "table") && Has(tokens, ",", "add", "constraint"))
            yield return "ALTER TABLE adds a constraint and does something else too.";

        // COPY writes rows that have their tenant, and what takes no data reads none.
        if (tokens[0].Is("copy") || Has(tokens, "with", "no", "data"))
            yield break;

        var reader = StatementReader.Read(tokens, findTenantColumn);
        foreach (var scope in reader.Scopes)
        {
            if (scope is { Target: { } target, TargetIsSelected: true, Returns: false } && findTenantColumn(target) is not null)
                yield return $"INSERT INTO {target} SELECT returns nothing.";
        }

        Restrict(reader);
        foreach (var use in reader.Scopes.SelectMany(scope => scope.Uses))
        {
            if (use.TenantColumn is not null && !use.IsRestricted)
                yield return $"{use.Table} AS {use.Alias} has no tenant.";
        }
    }

    private static void Restrict(StatementReader reader)
    {
        var equalities = reader.Equalities.Where(equality => equality.HoldsAlways).ToList();
        bool isChanged;
        do
        {
            isChanged = false;
            foreach (var equality in equalities)
            {
                isChanged |= Restrict(equality, equality.Left, equality.Right);
                if (equality.Right is { } right)
                    isChanged |= Restrict(equality, right, equality.Left);
            }
        }
        while (isChanged);
    }

    // A condition restricts the tables of its own statement, and of an outer join only what it adds.
    private static bool Restrict(TenantEquality equality, SqlPath path, SqlPath? other)
    {
        if (equality.Scope.Resolve(path.Alias) is not ({ TenantColumn: { } column, IsRestricted: false } use, IsOwn: true)
            || column != path.Column || (equality.Joined is { } joined && joined != use))
        {
            return false;
        }

        if (other is not null && !IsRestricted(equality.Scope.Resolve(other.Alias).Use, other))
            return false;

        use.IsRestricted = true;
        return true;
    }

    private static bool IsRestricted(TableUse? use, SqlPath path) =>
        use is { IsRestricted: true } && (use.TenantColumn is null || use.TenantColumn == path.Column);

    private static bool Has(IReadOnlyList<SqlToken> tokens, params ReadOnlySpan<string> words)
    {
        for (var start = 0; start <= tokens.Count - words.Length; start++)
        {
            var isEqual = true;
            for (var i = 0; i < words.Length && isEqual; i++)
                isEqual = tokens[start + i].Is(words[i]);

            if (isEqual)
                return true;
        }

        return false;
    }
}
