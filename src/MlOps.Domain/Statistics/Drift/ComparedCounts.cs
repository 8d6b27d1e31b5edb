using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>The counts of both sides in the same bins, or of the same categories.</summary>
public sealed record ComparedCounts
{
    /// <summary>The bins of numbers. Null for categories.</summary>
    public NumberBins? Bins { get; init; }

    /// <summary>
    /// The categories of both sides in ordinal order. Null for numbers. Where only some are counted by name, the last one is null, and
    /// stands for all others.
    /// </summary>
    public IReadOnlyList<string?>? Categories { get; init; }

    public required IReadOnlyList<long> Reference { get; init; }

    public required IReadOnlyList<long> Current { get; init; }

    /// <summary>The counts that were stored with the edges of their bins. Their number says where the numbers outside are.</summary>
    public static ComparedCounts OfBins(IReadOnlyList<double> edges, IReadOnlyList<long> reference, IReadOnlyList<long> current)
    {
        var ends = (Guard.Given(reference, nameof(Reference)).Count - Guard.Given(edges, nameof(edges)).Count) switch
        {
            -1 => BinEnds.Closed,
            0 => BinEnds.Leftover,
            1 => BinEnds.Open,
            _ => throw new InvalidValueException(
                nameof(Reference),
                $"must have as many counts as there are edges, or one more or less; there were {reference.Count} and {edges.Count}"),
        };
        return new()
        {
            Bins = NumberBins.Restore(edges, ends),
            Reference = reference,
            Current = Guard.Given(current, nameof(Current)),
        };
    }

    /// <summary>The bins or the categories, in their order.</summary>
    public IEnumerable<ComparedBin> ListBins() => Reference.Zip(Current).Select((counts, i) =>
    {
        if (Bins is not { Edges: var edges, Ends: var ends })
            return new ComparedBin(Categories?[i], null, null, counts.First, counts.Second);

        // The bin of all numbers outside is the last one, and an open one is below the first edge.
        var lower = ends == BinEnds.Open ? i - 1 : i;
        var isOutside = ends == BinEnds.Leftover && i == edges.Count - 1;
        return new ComparedBin(
            null,
            isOutside || lower < 0 ? null : edges[lower],
            isOutside || lower + 1 == edges.Count ? null : edges[lower + 1],
            counts.First,
            counts.Second);
    });

    internal void RequireConsistency()
    {
        var count = Guard.Given(Reference, nameof(Reference)).Count;
        if (count != Guard.Given(Current, nameof(Current)).Count || (Categories?.Count ?? count) != count)
            throw new InvalidValueException(
                nameof(Current),
                $"must have as many counts as {nameof(Reference)} and {nameof(Categories)}; there were {Current.Count}, {count} and " +
                $"{Categories?.Count ?? count}");

        foreach (var counted in Reference.Concat(Current))
            Guard.NotNegative(counted, nameof(Reference));
    }

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

    internal static ComparedCounts Count(CategorySample reference, CategorySample current, IReadOnlyList<string> names)
    {
        List<string?> categories = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), null];
        return new() { Categories = categories, Reference = CountNamed(reference), Current = CountNamed(current) };

        List<long> CountNamed(CategorySample sample)
        {
            List<long> counts = [.. categories.OfType<string>().Select(name => sample.Counts.GetValueOrDefault(name))];
            return [.. counts, sample.Size - counts.Sum()];
        }
    }
}
