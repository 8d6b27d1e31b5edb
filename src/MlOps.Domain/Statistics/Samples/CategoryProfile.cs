namespace MlOps.Domain.Statistics.Samples;

/// <summary>What is worth knowing about a sample of categories.</summary>
public sealed record CategoryProfile
{
    public long Rows { get; init; }

    /// <summary>Rows without a category.</summary>
    public long Missing { get; init; }

    /// <summary>The number of different categories.</summary>
    public int Distinct { get; init; }

    /// <summary>The most frequent categories with their rows, the most frequent one first.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Top { get; init; }
}
