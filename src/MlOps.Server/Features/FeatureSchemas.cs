using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Persistence;
using MlOps.Server.Reading;

namespace MlOps.Server.Features;

/// <summary>
/// The schemas of features of all tenants, as far as items named them. A schema never changes, but another version may come, so
/// that a name is looked up again after a while.
/// </summary>
internal sealed class FeatureSchemas(TimeProvider clock)
{
    // Names that callers make up cost memory too.
    private const int MaxKnown = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(Guid Tenant, SchemaName Name), (FeatureSchema? Schema, long At)> _known = new();

    /// <summary>The schema, if it was looked up lately.</summary>
    public bool TryFind(Guid tenantId, SchemaName name, out FeatureSchema? schema)
    {
        var isKnown = _known.TryGetValue((tenantId, name), out var found) && clock.GetElapsedTime(found.At) < Lifetime;
        schema = found.Schema;
        return isKnown;
    }

    /// <summary>Looks a schema up.</summary>
    /// <exception cref="ItemRefusal">There are several versions, and the item names none.</exception>
    public async Task LoadAsync(MlOpsDbContext context, SchemaName name, CancellationToken cancellationToken)
    {
        var schemas = await context.FeatureSchemas.AsNoTracking().Include(schema => schema.Features)
            .Where(schema => schema.Name == name.Name && (name.Version == null || schema.Version == name.Version))
            .OrderByDescending(schema => schema.Version).Take(2).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (schemas.Count > 1)
        {
            throw new ItemRefusal(
                "feature_schema_version", $"must be given, since '{name.Name}' has several versions; the newest is {schemas[0].Version}");
        }

        if (_known.Count >= MaxKnown)
            _known.Clear();

        _known[(context.TenantId, name)] = (schemas.SingleOrDefault(), clock.GetTimestamp());
    }
}
