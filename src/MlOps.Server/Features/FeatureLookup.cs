using MlOps.Domain.Features;
using MlOps.Persistence;
using MlOps.Server.Reading;

namespace MlOps.Server.Features;

/// <summary>Reads items, and looks up the schemas that they name.</summary>
internal sealed class FeatureLookup(FeatureSchemas schemas)
{
    /// <exception cref="UnknownSchema">It was not looked up lately.</exception>
    public FeatureSchema? Find(Guid tenantId, SchemaName name) =>
        schemas.TryFind(tenantId, name, out var schema) ? schema : throw new UnknownSchema(name);

    /// <summary>Reads an item, and once more if it names a schema that must be looked up first.</summary>
    public async ValueTask<object> ReadAsync(Func<MlOpsDbContext> createContext, Func<object> read, CancellationToken cancellationToken)
    {
        try
        {
            return read();
        }
        catch (UnknownSchema e)
        {
            var context = createContext();
            await using (context.ConfigureAwait(false))
                await schemas.LoadAsync(context, e.Name, cancellationToken).ConfigureAwait(false);

            return read();
        }
    }
}
