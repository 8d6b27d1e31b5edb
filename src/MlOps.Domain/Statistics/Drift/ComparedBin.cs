using System.Globalization;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>A bin or a category, with the counts of both sides.</summary>
public sealed record ComparedBin
{
    internal ComparedBin(string? category, double? from, double? to, long reference, long current) =>
        (Category, From, To, Reference, Current) = (category, from, to, reference, current);

    /// <summary>Null for numbers.</summary>
    public string? Category { get; }

    /// <summary>The lower edge. Null for categories, and for a bin that has none.</summary>
    public double? From { get; }

    /// <summary>The upper edge. Null for categories, and for a bin that has none.</summary>
    public double? To { get; }

    /// <summary>How many values of the reference it has.</summary>
    public long Reference { get; }

    /// <summary>How many current values it has.</summary>
    public long Current { get; }

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
