namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>A foreign key from one table of a sliced aggregate to another, with names that are quoted where they need to be.</summary>
/// <param name="Principal">Names the partition of the other table, by what the names of its partitions end with.</param>
/// <param name="Columns">The columns.</param>
/// <param name="PrincipalColumns">Those that they refer to.</param>
/// <param name="IsOptional">Whether a row may refer to nothing.</param>
internal sealed record AlignedKey(
    Func<string, string> Principal, IReadOnlyList<string> Columns, IReadOnlyList<string> PrincipalColumns, bool IsOptional)
{
    /// <summary>Whether the row that another one refers to is among some.</summary>
    /// <param name="row">The alias of the row.</param>
    /// <param name="suffix">What the name of the partition ends with where the other row is.</param>
    /// <param name="among">What holds for the rows in question, by the alias that they get; all rows if not given.</param>
    public string RefersTo(string row, string suffix, Func<string, string>? among = null)
    {
        var other = $"{row}p";
        var pairs = Columns.Zip(PrincipalColumns, (own, principal) => $"{other}.{principal} = {row}.{own}");
        return $"EXISTS (SELECT 1 FROM {Principal(suffix)} {other} WHERE " +
            $"{string.Join(" AND ", among is null ? pairs : pairs.Append($"({among(other)})"))})";
    }

    /// <summary>Whether a row refers to nothing, or to a row that is there.</summary>
    public string IsSatisfied(string row, string suffix) => IsOptional
        ? $"({string.Join(" OR ", Columns.Select(column => $"{row}.{column} IS NULL"))} OR {RefersTo(row, suffix)})"
        : RefersTo(row, suffix);
}
