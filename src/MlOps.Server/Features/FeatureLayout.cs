using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using MlOps.Domain.Features;

namespace MlOps.Server.Features;

/// <summary>The features of a schema by their names.</summary>
internal sealed class FeatureLayout(FeatureSchema schema)
{
    private static readonly ConditionalWeakTable<FeatureSchema, FeatureLayout> Known = [];

    private readonly FrozenDictionary<string, SchemaFeature>.AlternateLookup<ReadOnlySpan<char>> _features = schema.Features
        .ToFrozenDictionary(feature => feature.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static FeatureLayout Of(FeatureSchema schema) => Known.GetValue(schema, static key => new FeatureLayout(key));

    public SchemaFeature? Find(ReadOnlySpan<char> name) => _features.TryGetValue(name, out var feature) ? feature : null;
}
