using System.Text.Json;

namespace MlOps.Postgres;

/// <summary>A constraint that refuses periods which overlap, as its annotation carries it.</summary>
/// <param name="Equal">The columns that two rows must have in common for their periods to be compared.</param>
/// <param name="From">The column with the beginning of a period.</param>
/// <param name="To">The column with its end, which no longer belongs to it; null in it means that the period goes on.</param>
public sealed record ExclusionSpec(IReadOnlyList<string> Equal, string From, string To)
{
    public override string ToString() => JsonSerializer.Serialize(this);

    internal IEnumerable<string> ListAll() => Equal.Append(From).Append(To);

    internal static ExclusionSpec Parse(string text) => JsonSerializer.Deserialize<ExclusionSpec>(text)!;
}
