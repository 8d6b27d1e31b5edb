using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;

namespace MlOps.Domain.Features;

/// <summary>
/// The inputs of a model by name, type and order. Predictions hold the values as arrays in this order. A schema never changes:
/// other inputs are another version.
/// </summary>
public sealed class FeatureSchema : Entity
{
    public const int MaxNameLength = 255;
    public const int MaxFeatures = 10_000;

    private const int HashLength = 64;

    private readonly List<SchemaFeature> _features = [];
    private readonly ConcurrentDictionary<Type, object> _readers = new();

    private FeatureSchema()
    {
    }

    private FeatureSchema(DateTimeOffset at)
        : base(at)
    {
    }

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>Unique within the name, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>The SHA-256 of names, types and order. Two schemas with the same hash take the same arrays.</summary>
    [MaxLength(HashLength)]
    public string Hash { get; private set; } = null!;

    /// <summary>How many numbers a prediction has.</summary>
    public int NumberCount { get; private set; }

    /// <summary>How many categories a prediction has.</summary>
    public int CategoryCount { get; private set; }

    /// <summary>All features in their order, as far as they were loaded.</summary>
    public IReadOnlyCollection<SchemaFeature> Features => [.. _features.OrderBy(feature => feature.Ordinal)];

    /// <summary>Defines a schema by its features, in their order.</summary>
    public static FeatureSchema Define(string name, int version, DateTimeOffset at, params IReadOnlyList<FeatureDefinition> features)
    {
        RequireFeatures(features);
        var schema = new FeatureSchema(at)
        {
            Name = Guard.Text(name, nameof(Name), MaxNameLength),
            Version = Guard.AtLeast(version, 1, nameof(Version)),
            Hash = HashOf(features),
        };
        foreach (var definition in features)
            schema.Add(definition);

        return schema;
    }

    /// <summary>
    /// Defines a schema by the properties of a class: numbers and truth values are numbers, texts and enumerations are categories.
    /// The names are those of the properties in snake_case, or as JsonPropertyName says.
    /// </summary>
    public static FeatureSchema From<T>(string name, int version, DateTimeOffset at) =>
        Define(name, version, at, FeatureProperties.DefinitionsOf(typeof(T)));

    /// <summary>Reads the features of an object, which must have a property for each of them.</summary>
    public FeatureVector Read<T>(T inputs)
        where T : notnull =>
        ReaderOf<T>().Read(inputs);

    public override string ToString() => $"Schema '{Name}' version {Version}";

    // Compiled once. EF may build a schema before it has its features, so this is not done by the constructor.
    private FeatureReader<T> ReaderOf<T>()
        where T : notnull =>
        (FeatureReader<T>)_readers.GetOrAdd(typeof(T), static (_, schema) => new FeatureReader<T>(schema), this);

    private static void RequireFeatures(IReadOnlyList<FeatureDefinition> features)
    {
        Guard.Between(Guard.Given(features, nameof(Features)).Count, 1, MaxFeatures, nameof(Features));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in features)
        {
            if (!names.Add(Guard.Given(definition, nameof(Features)).Name))
            {
                throw new InvalidValueException(
                    nameof(Features), $"must have different names; '{definition.Name}' was there twice");
            }
        }
    }

    private static string HashOf(IReadOnlyList<FeatureDefinition> features)
    {
        var layout = JsonSerializer.SerializeToUtf8Bytes(features.Select(feature => new[] { feature.Name, $"{feature.Type}" }));
        return Convert.ToHexStringLower(SHA256.HashData(layout));
    }

    private void Add(FeatureDefinition definition)
    {
        var position = definition.Type == FeatureType.Number ? ++NumberCount : ++CategoryCount;
        _features.Add(new SchemaFeature(this, definition, _features.Count + 1, position));
    }
}
