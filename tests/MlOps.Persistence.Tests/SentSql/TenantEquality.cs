namespace MlOps.Persistence.Tests.SentSql;

/// <summary>A column that equals another one or a value, in a condition.</summary>
/// <param name="Scope">The statement.</param>
/// <param name="Left">A column.</param>
/// <param name="Right">A column; null for a value.</param>
/// <param name="Joined">The table that an outer join adds by this condition; else null.</param>
/// <param name="Places">The parentheses around it, each with its clause.</param>
internal sealed record TenantEquality(
    SqlScope Scope,
    SqlPath Left,
    SqlPath? Right,
    TableUse? Joined,
    IReadOnlyList<(SqlFrame Frame, int Clause)> Places)
{
    /// <summary>Whether it holds for every row: it is not negated, and no alternative stands beside it.</summary>
    public bool HoldsAlways => Places.All(place =>
        (place.Frame.IsStatement || !place.Frame.IsNegated) && !place.Frame.Alternatives.Contains(place.Clause));
}
