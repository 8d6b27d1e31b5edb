using System.Globalization;

namespace MlOps.Import.Takeover;

/// <summary>Transactions in the order of their numbers.</summary>
/// <param name="From">The first one; null for all up to the last one.</param>
/// <param name="To">The last one.</param>
internal sealed record TransactionSpan(string? From, string To)
{
    /// <summary>Those that came after one, up to another one.</summary>
    public static TransactionSpan After(string previous, string last) =>
        new((ulong.Parse(previous, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture), last);

    /// <summary>The condition for a row that one of them wrote.</summary>
    public string WriteCondition(string alias) =>
        $"(age({alias}.xmin) >= {Age(To)}{(From is null ? "" : $" AND age({alias}.xmin) <= {Age(From)}")})";

    private static string Age(string transaction) => $"age('{transaction}'::text::xid8::xid)";
}
