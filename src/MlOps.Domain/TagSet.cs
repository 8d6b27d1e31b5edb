using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace MlOps.Domain;

/// <summary>Free labels, each a key with a value, in the order of their keys.</summary>
public sealed class TagSet : IReadOnlyDictionary<string, string>, IEquatable<TagSet>
{
    public const int MaxKeyLength = 200;
    public const int MaxValueLength = 8000;

    public static readonly TagSet Empty = new([]);

    private readonly ImmutableSortedDictionary<string, string> _values;

    public TagSet(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = Guard.Given(values, nameof(values)).ToImmutableSortedDictionary(
            pair => Guard.Text(pair.Key, "Tag", MaxKeyLength),
            pair => Guard.OptionalText(pair.Value, $"Tag '{pair.Key}'", MaxValueLength) ?? "",
            StringComparer.Ordinal);

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    public IEnumerable<string> Values => _values.Values;

    public string this[string key] => _values[key];

    /// <summary>The same tags with one added or replaced.</summary>
    public TagSet With(string key, string value) => new(_values.SetItem(Guard.Text(key, "Tag", MaxKeyLength), value));

    /// <summary>The same tags without one.</summary>
    public TagSet Without(string key) => new(_values.Remove(key));

    public bool ContainsKey(string key) => _values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals([NotNullWhen(true)] TagSet? other) => other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as TagSet);

    public override int GetHashCode() => _values.Aggregate(Count, HashCode.Combine);
}
