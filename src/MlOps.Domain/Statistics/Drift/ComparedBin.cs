using System.Globalization;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>A bin or a category, with the counts of both sides.</summary>
/// <param name="Category">The category. Null for numbers.</param>
/// <param name="From">The lower edge. Null for categories, and for a bin that has none.</param>
/// <param name="To">The upper edge. Null for categories, and for a bin that has none.</param>
/// <param name="Reference">How many values of the reference it has.</param>
/// <param name="Current">How many current values it has.</param>
public sealed record ComparedBin(string? Category, double? From, double? To, long Reference, long Current)
{
    /// <summary>The name of the bin, for people.</summary>
    public override string ToString() => (Category, From, To) switch
    {
        ({ } category, _, _) => category,
        (_, { } from, { } to) => $"{Show(from)} to {Show(to)}",
        (_, null, { } to) => $"below {Show(to)}",
        (_, { } from, null) => $"from {Show(from)}",
        _ => "outside",
    };

    private static string Show(double edge) => edge.ToString(
        Math.Abs(edge) is 0 or (>= 0.0001 and < 1_000_000_000) ? "0.######" : "G6", CultureInfo.InvariantCulture);
}
