namespace MlOps.Server.Rest;

/// <summary>A condition on a column: "gte.2026-11-28" of created_at.</summary>
/// <param name="Column">The column.</param>
/// <param name="Operator">The operator as the caller spells it.</param>
/// <param name="IsNegated">Whether the opposite must hold.</param>
/// <param name="Value">What the column is compared with.</param>
internal sealed record RestFilter(string Column, string Operator, bool IsNegated, string Value)
{
    private const string Negation = "not.";

    private static readonly Dictionary<string, string> Comparisons = new(StringComparer.Ordinal)
    {
        ["eq"] = "=",
        ["neq"] = "<>",
        ["gt"] = ">",
        ["gte"] = ">=",
        ["lt"] = "<",
        ["lte"] = "<=",
        ["like"] = "LIKE",
        ["ilike"] = "ILIKE",
    };

    private static readonly Dictionary<string, string> States = new(StringComparer.Ordinal)
    {
        ["null"] = "NULL",
        ["true"] = "TRUE",
        ["false"] = "FALSE",
        ["unknown"] = "UNKNOWN",
    };

    /// <exception cref="RestError">The operator is not served.</exception>
    public static RestFilter Read(string column, string text)
    {
        var isNegated = text.StartsWith(Negation, StringComparison.Ordinal);
        var rest = isNegated ? text[Negation.Length..] : text;
        var end = rest.IndexOf('.', StringComparison.Ordinal);
        var name = end < 0 ? rest : rest[..end];
        return end > 0 && (Comparisons.ContainsKey(name) || name is "in" or "is")
            ? new RestFilter(column, name, isNegated, rest[(end + 1)..])
            : throw new RestError(
                400,
                "PGRST100",
                $"'{text}' is no condition on {column}. Use {string.Join(", ", Comparisons.Keys)}, in or is: {column}=eq.1.");
    }

    /// <summary>The values that "eq" and "in" allow; null for other operators.</summary>
    public IReadOnlyList<string>? FindValues() => this switch
    {
        { IsNegated: true } => null,
        { Operator: "eq" } => [Value],
        { Operator: "in" } => ReadList(),
        _ => null,
    };

    /// <summary>The condition as SQL.</summary>
    /// <param name="addParameter">Adds a value, and returns what stands for it.</param>
    public string ToSql(Func<string, string> addParameter)
    {
        var column = RestName.Quote(Column);
        var sql = Operator switch
        {
            "in" => $"{column} IN ({string.Join(", ", ReadList().Select(addParameter))})",
            "is" => $"{column} IS {States.GetValueOrDefault(Value) ?? throw new RestError(
                400, "PGRST100", $"'is.{Value}' is not served. Use is.null, is.true or is.false.")}",
            "like" or "ilike" => $"{column}::text {Comparisons[Operator]} {addParameter(Value.Replace('*', '%'))}",
            _ => $"{column} {Comparisons[Operator]} {addParameter(Value)}",
        };
        return IsNegated ? $"NOT ({sql})" : sql;
    }

    // "(a,b)" or "("a,1","b")".
    private List<string> ReadList()
    {
        if (Value is not ['(', .. var inner, ')'])
            throw new RestError(400, "PGRST100", $"'in.{Value}' must have its values in brackets: {Column}=in.(1,2).");

        var (values, current, isQuoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && isQuoted && i + 1 < inner.Length)
            {
                current.Append(inner[++i]);
            }
            else if (inner[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (inner[i] == ',' && !isQuoted)
            {
                values.Add($"{current}");
                current.Clear();
            }
            else
            {
                current.Append(inner[i]);
            }
        }

        values.Add($"{current}");
        return values;
    }
}
