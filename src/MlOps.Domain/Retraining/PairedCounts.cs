using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

/// <summary>How often which label met which answers of champion and challenger to the same yes-or-no question.</summary>
public sealed record PairedCounts
{
    private readonly long[] _counts;

    /// <param name="counts">
    /// Eight counts: those of negative labels before those of positive ones; in each, a negative champion before a positive one; in each, a
    /// negative challenger before a positive one.
    /// </param>
    [JsonConstructor]
    public PairedCounts(IReadOnlyList<long> counts)
    {
        if (Guard.Given(counts, nameof(Counts)).Count != 8)
            throw new InvalidValueException(nameof(Counts), $"must be 8; there were {counts.Count}");

        _counts = [.. counts.Select(count => Guard.NotNegative(count, nameof(Counts)))];
    }

    public IReadOnlyList<long> Counts => _counts;

    [JsonIgnore]
    public long Total => _counts.Sum();

    /// <summary>The predictions that only the champion answered right.</summary>
    [JsonIgnore]
    public long OnlyChampionRight => Find(isPositive: false, champion: false, challenger: true) + Find(true, true, false);

    /// <summary>The predictions that only the challenger answered right.</summary>
    [JsonIgnore]
    public long OnlyChallengerRight => Find(isPositive: false, champion: true, challenger: false) + Find(true, false, true);

    /// <summary>The share of each of the eight among all.</summary>
    internal IEnumerable<(PairedAnswer Answer, double Share)> Shares =>
        _counts.Select((count, i) => (new PairedAnswer((i & 4) != 0, (i & 2) != 0, (i & 1) != 0), count / (double)Total));

    /// <summary>The same with one more prediction in which each side alone is right, of either label.</summary>
    internal PairedCounts WithOneMoreOfEach() => new([.. _counts.Select((count, i) => (i & 3) is 1 or 2 ? count + 1 : count)]);

    public bool Equals(PairedCounts? other) => other is not null && _counts.SequenceEqual(other._counts);

    public override int GetHashCode() => Total.GetHashCode();

    private long Find(bool isPositive, bool champion, bool challenger) =>
        _counts[(isPositive ? 4 : 0) + (champion ? 2 : 0) + (challenger ? 1 : 0)];
}
