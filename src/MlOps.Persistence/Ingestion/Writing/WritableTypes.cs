using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Persistence.Ingestion.Serialization;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Refuses what the writer could keep neither in a journal nor as a dead letter: once it is accepted, it would be in the way
/// of all that comes after it.
/// </summary>
internal sealed class WritableTypes(IModel model)
{
    private readonly ConcurrentDictionary<Type, bool> _known = new();

    /// <exception cref="ArgumentException">The context does not know the entity.</exception>
    /// <exception cref="NotSupportedException">The entity has what cannot be written down outside of a database.</exception>
    public void Require(Entity entity)
    {
        var type = entity.GetType();
        if (_known.ContainsKey(type))
            return;

        EntityCodec.For(model, type);
        _known.TryAdd(type, true);
    }
}
