using MlOps.Domain.Features;
using MlOps.Import.Reports;

namespace MlOps.Import.Mapping;

/// <summary>The schemas of one tenant by which the documents of services are read.</summary>
/// <param name="tenantId">The tenant.</param>
/// <param name="schemas">The schema of each service that the options name; null where the tenant lacks it.</param>
/// <param name="seen">Gets the services of which a document was read.</param>
internal sealed class ServiceSchemas(
    Guid tenantId, IEnumerable<(ImportFeatures Named, FeatureSchema? Schema)> schemas, ISet<string> seen)
{
    private readonly Dictionary<string, (ImportFeatures Named, FeatureDocuments? Documents)> _services = schemas.ToDictionary(
        service => service.Named.ServiceName,
        service => (service.Named, service.Schema is { } schema ? new FeatureDocuments(schema) : null),
        StringComparer.Ordinal);

    /// <summary>Whether the options name a schema.</summary>
    public bool HasAny => _services.Count > 0;

    /// <summary>What reads the documents of a service; null if no schema was named, or the tenant lacks it, which is noted.</summary>
    public FeatureDocuments? Find(string service, Action<string> note)
    {
        if (!_services.TryGetValue(service, out var found))
            return null;

        seen.Add(service);
        if (found.Documents is null)
            note(ImportRemarks.LacksSchema(tenantId, found.Named));

        return found.Documents;
    }
}
