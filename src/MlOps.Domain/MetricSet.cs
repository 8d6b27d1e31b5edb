using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace MlOps.Domain;

/// <summary>Named numbers, all finite, in the order of their names.</summary>
public sealed class MetricSet : IReadOnlyDictionary<string, double>, IEquatable<MetricSet>
{
    public const int MaxNameLength = 200;

    public static readonly MetricSet Empty = new([]);

    private readonly ImmutableSortedDictionary<string, double> _values;

    public MetricSet(IEnumerable<KeyValuePair<string, double>> values) =>
        _values = Guard.Given(values, nameof(values)).ToImmutableSortedDictionary(
            pair => Guard.Text(pair.Key, "Metric name", MaxNameLength),
            pair => Guard.Finite(pair.Value, $"Metric '{pair.Key}'"),
            StringComparer.Ordinal);

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    public IEnumerable<double> Values => _values.Values;

    public double this[string key] => _values[key];

    /// <summary>The same metrics with one added or replaced.</summary>
    public MetricSet With(string name, double value) =>
        new(_values.SetItem(Guard.Text(name, "Metric name", MaxNameLength), value));

    public bool ContainsKey(string key) => _values.ContainsKey(key);

    public bool TryGetValue(string key, out double value) => _values.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals([NotNullWhen(true)] MetricSet? other) =>
        other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as MetricSet);

    public override int GetHashCode() => _values.Aggregate(Count, HashCode.Combine);
}
