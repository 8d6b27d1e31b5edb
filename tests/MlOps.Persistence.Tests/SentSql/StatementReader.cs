namespace MlOps.Persistence.Tests.SentSql;

/// <summary>
/// Reads which tables a text of SQL names, and which columns it compares. It knows as much of the language as the statements of the
/// product have.
/// </summary>
internal sealed class StatementReader
{
    private static readonly HashSet<string> NoAlias = new(
        "as cross except for full group having inner intersect join left limit natural offset on order returning right select set union "
            .Split(' ').Concat(["using", "values", "where", "with"]),
        StringComparer.Ordinal);

    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly Func<string, string?> _findTenantColumn;
    private SqlFrame _frame = null!;
    private int _at;

    private StatementReader(IReadOnlyList<SqlToken> tokens, Func<string, string?> findTenantColumn) =>
        (_tokens, _findTenantColumn) = (tokens, findTenantColumn);

    public List<SqlScope> Scopes { get; } = [];

    public List<TenantEquality> Equalities { get; } = [];

    /// <param name="tokens">The tokens of one statement.</param>
    /// <param name="findTenantColumn">The column with the tenant of a table, by its name; null if it has none.</param>
    public static StatementReader Read(IReadOnlyList<SqlToken> tokens, Func<string, string?> findTenantColumn)
    {
        var reader = new StatementReader(tokens, findTenantColumn);
        reader._frame = new SqlFrame(null, reader.Begin(null), "") { IsStatement = true };
        while (reader._at < tokens.Count)
            reader.ReadToken();

        return reader;
    }

    private SqlToken Peek(int distance) =>
        _at + distance is >= 0 and var place && place < _tokens.Count ? _tokens[place] : new SqlToken(SqlTokenKind.Sign, "");

    private SqlScope Begin(SqlScope? outer)
    {
        var scope = new SqlScope(outer);
        Scopes.Add(scope);
        return scope;
    }

    private void ReadToken()
    {
        var token = Peek(0);
        if (token.Is("("))
            Open(isTable: _frame.ExpectsTable, isFunction: false);
        else if (token.Is(")"))
            Close();
        else if (_frame.ExpectsTable && token.IsName && !token.IsOneOf("lateral", "only"))
            ReadTable();
        else
        {
            if (token.Is("="))
                ReadEquality();
            else if (token.Is(","))
                _frame.ExpectsTable = _frame.Clause == "from";
            else if (token.Kind == SqlTokenKind.Word && !Peek(-1).Is("."))
                ReadWord(token.Text);

            _at++;
        }
    }

    private void Open(bool isTable, bool isFunction)
    {
        var isStatement = Peek(1).IsOneOf("select", "with", "insert", "update", "delete", "values");
        var isGroup = isTable && !isStatement && !isFunction;
        var clause = isStatement ? "" : _frame.Clause == "from" && !isGroup ? "arguments" : _frame.Clause;
        _frame.ExpectsTable = false;
        _frame = new SqlFrame(_frame, isStatement ? Begin(_frame.Scope) : _frame.Scope, clause)
        {
            IsStatement = isStatement,
            IsTable = isTable,
            IsNegated = Peek(-1).Is("not"),
            ExpectsTable = isGroup,
        };
        _at++;
    }

    private void Close()
    {
        var closed = _frame;
        _frame = closed.Outer ?? closed;
        _at++;
        if (!closed.IsTable)
            return;

        if (Peek(0).Is("with") && Peek(1).Is("ordinality"))
            _at += 2;
        if (ReadAlias() is { } alias)
            _frame.Add(new TableUse(alias, null, null) { IsRestricted = closed.IsStatement && closed.ReadsTenants });
    }

    private void ReadTable()
    {
        _frame.ExpectsTable = false;
        var name = ReadName();
        if (Peek(0).Is("("))
        {
            Open(isTable: true, isFunction: true);
            return;
        }

        var alias = ReadAlias() ?? name;
        _frame.Add(_frame.Scope.FindNamed(name) is { } named
            ? new TableUse(alias, null, null) { IsRestricted = named.ReadsTenants }
            : new TableUse(alias, name, _findTenantColumn(name)));
    }

    private string ReadName()
    {
        while (Peek(1).Is("."))
            _at += 2;

        return _tokens[_at++].Text;
    }

    private string? ReadAlias()
    {
        if (Peek(0).Is("as"))
            _at++;
        else if (Peek(0) is { Kind: SqlTokenKind.Word } word && NoAlias.Contains(word.Text))
            return null;

        return Peek(0).IsName ? _tokens[_at++].Text : null;
    }

    private void ReadWord(string word)
    {
        var frame = _frame;
        switch (word)
        {
            case "with" when frame.IsStatement:
                frame.Enter("with");
                break;
            case "as" when frame.Clause == "with" && Peek(-1).IsName:
                var name = Peek(-1).Text;
                while (Peek(1).IsOneOf("not", "materialized"))
                    _at++;

                _at++;
                Open(isTable: false, isFunction: false);
                frame.Scope.Named[name] = _frame;
                _at--;
                break;
            case "select":
                frame.Scope.TargetIsSelected = frame.Scope.Target is not null;
                frame.Enter("select");
                break;
            case "from" when frame.IsStatement && !(Peek(-1).Is("distinct") && Peek(-2).IsOneOf("is", "not")):
                frame.Enter("from");
                frame.ExpectsTable = true;
                frame.IsOuterJoin = false;
                break;
            case "join":
                frame.IsOuterJoin = Peek(-1).IsOneOf("left", "right", "full", "outer");
                frame.Enter("from");
                frame.ExpectsTable = true;
                break;
            case "on":
                frame.Enter(Peek(1).Is("conflict") ? "conflict" : "on");
                break;
            case "where":
                frame.Enter(frame.IsStatement && frame.Clause != "conflict" ? "where" : "filter");
                frame.IsOuterJoin = false;
                break;
            case "update" when !Peek(-1).IsOneOf("for", "do"):
                frame.Enter("update");
                frame.ExpectsTable = true;
                break;
            case "using" when frame.Clause == "from" && !Peek(1).Is("("):
                frame.ExpectsTable = true;
                break;
            case "into" when Peek(-1).Is("insert"):
                _at++;
                frame.Scope.Target = ReadName();
                _at--;
                frame.Enter("insert");
                break;
            case "union" or "except" or "intersect":
                var named = frame.Scope.Named;
                frame.Scope = new SqlScope(frame.Scope.Outer) { Named = named };
                Scopes.Add(frame.Scope);
                frame.Enter(word);
                break;
            case "returning":
                frame.Scope.Returns = true;
                frame.Enter(word);
                break;
            case "group" or "order" or "having" or "limit" or "set" or "values" or "window" or "offset":
                frame.Enter(word);
                break;
            case "or":
                frame.Alternatives.Add(frame.ClauseNumber);
                break;
        }
    }

    private void ReadEquality()
    {
        if (_frame.Clause is not ("where" or "on"))
            return;

        var (left, before) = ReadLeft();
        var (right, isValue) = ReadRight();
        if (before.Is("not") || (left is null && right is null))
            return;

        var joined = _frame is { Clause: "on", IsOuterJoin: true } ? _frame.Scope.Uses.LastOrDefault() : null;
        if (left is not null && (right is not null || isValue))
            Equalities.Add(new TenantEquality(_frame.Scope, left, right, joined, _frame.ListPlaces()));
        else if (left is null && right is not null && Peek(-1).Kind == SqlTokenKind.Value)
            Equalities.Add(new TenantEquality(_frame.Scope, right, null, joined, _frame.ListPlaces()));
    }

    private (SqlPath? Path, SqlToken Before) ReadLeft() =>
        !Peek(-1).IsName ? (null, Peek(-2))
        : Peek(-2).Is(".") ? (new SqlPath(Peek(-3).Text, Peek(-1).Text), Peek(-4))
        : (new SqlPath(null, Peek(-1).Text), Peek(-2));

    private (SqlPath? Path, bool IsValue) ReadRight() =>
        Peek(1).Kind == SqlTokenKind.Value ? (null, true)
        : !Peek(1).IsName || Peek(2).Is("(") ? (null, false)
        : Peek(2).Is(".") ? (new SqlPath(Peek(1).Text, Peek(3).Text), false)
        : (new SqlPath(null, Peek(1).Text), false);
}
