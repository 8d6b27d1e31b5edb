namespace MlOps.Domain.Statistics.Samples;

/// <summary>The categories of a sample with their counts. Missing values are counted and used for nothing else.</summary>
public sealed class CategorySample
{
    private CategorySample(SortedDictionary<string, long> counts, long missing)
    {
        Counts = counts;
        Missing = missing;
        Size = counts.Values.Sum();
    }

    /// <summary>How often each category occurs, in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>Rows without a category.</summary>
    public long Missing { get; }

    /// <summary>Rows with a category.</summary>
    public long Size { get; }

    /// <param name="values">A category for each row: null if it is missing. Empty text is a category.</param>
    public static CategorySample FromValues(IEnumerable<string?> values)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var missing = 0L;
        foreach (var value in Guard.Given(values, nameof(values)))
        {
            if (value is null)
                missing++;
            else
                counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        return new CategorySample(new(counts, StringComparer.Ordinal), missing);
    }

    /// <param name="counts">The rows of each category. One without rows is not a category.</param>
    /// <param name="missing">Rows without a category.</param>
    public static CategorySample FromCounts(IReadOnlyDictionary<string, long> counts, long missing = 0) => new(
        new(
            Guard.Given(counts, nameof(counts)).Where(pair => Guard.NotNegative(pair.Value, nameof(Counts)) > 0)
                .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
            StringComparer.Ordinal),
        Guard.NotNegative(missing, nameof(Missing)));

    /// <summary>The rows of one category among all rows with a category.</summary>
    public Proportion ProportionOf(string category) =>
        new(Size, Counts.GetValueOrDefault(Guard.Given(category, nameof(category))));

    /// <summary>Describes the sample.</summary>
    /// <param name="top">The number of most frequent categories to list. Of equally frequent ones, the first by name.</param>
    public CategoryProfile Describe(int top) => new()
    {
        Rows = Size + Missing,
        Missing = Missing,
        Distinct = Counts.Count,
        Top = [.. Counts.OrderByDescending(pair => pair.Value).Take(Guard.NotNegative(top, nameof(top)))],
    };
}
