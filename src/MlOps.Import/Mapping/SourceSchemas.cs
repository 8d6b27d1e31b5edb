using MlOps.Domain.Features;

namespace MlOps.Import.Mapping;

/// <summary>The feature schemas of the source, of one tenant: which schema of the target each of them is.</summary>
/// <param name="stored">The schemas that the target has already.</param>
internal sealed class SourceSchemas(IEnumerable<FeatureSchema> stored)
{
    // Two threads use these, since a batch is mapped while another one is stored.
    private readonly Lock _using = new();
    private readonly Dictionary<string, FeatureSchema> _bySource = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, int Version), FeatureSchema> _byName =
        stored.ToDictionary(schema => (schema.Name, schema.Version));

    /// <summary>The schema with the same name and version, or with the same id; null if there is none.</summary>
    public FeatureSchema? FindEqual(FeatureSchema schema)
    {
        lock (_using)
        {
            return _byName.GetValueOrDefault((schema.Name, schema.Version))
                ?? _byName.Values.FirstOrDefault(other => other.Id == schema.Id);
        }
    }

    /// <summary>Remembers which schema takes the arrays that name a schema of the source.</summary>
    public void Add(string sourceId, FeatureSchema schema)
    {
        lock (_using)
            _bySource[sourceId] = _byName[(schema.Name, schema.Version)] = schema;
    }

    public FeatureSchema? Find(string sourceId)
    {
        lock (_using)
            return _bySource.GetValueOrDefault(sourceId);
    }

    /// <summary>Forgets a schema that the database refused.</summary>
    public void Remove(Guid id)
    {
        lock (_using)
        {
            foreach (var (sourceId, schema) in _bySource.Where(source => source.Value.Id == id).ToList())
            {
                _bySource.Remove(sourceId);
                _byName.Remove((schema.Name, schema.Version));
            }
        }
    }
}
