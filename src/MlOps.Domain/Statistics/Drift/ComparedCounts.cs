using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>The counts of both sides in the same bins, or of the same categories.</summary>
public sealed record ComparedCounts
{
    /// <summary>The bins of numbers. Null for categories.</summary>
    public NumberBins? Bins { get; init; }

    /// <summary>The categories of both sides in ordinal order. Null for numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    public required IReadOnlyList<long> Reference { get; init; }

    public required IReadOnlyList<long> Current { get; init; }

    internal static ComparedCounts Count(NumberBins bins, NumberSample reference, NumberSample current) =>
        new() { Bins = bins, Reference = bins.CountValues(reference), Current = bins.CountValues(current) };

    internal static ComparedCounts Count(CategorySample reference, CategorySample current)
    {
        List<string> categories = [.. reference.Counts.Keys.Union(current.Counts.Keys).Order(StringComparer.Ordinal)];
        return new()
        {
            Categories = categories,
            Reference = [.. categories.Select(category => reference.Counts.GetValueOrDefault(category))],
            Current = [.. categories.Select(category => current.Counts.GetValueOrDefault(category))],
        };
    }
}
