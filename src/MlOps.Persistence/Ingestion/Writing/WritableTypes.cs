using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Persistence.Ingestion.Serialization;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Refuses entities that the writer could put neither into a journal nor into a dead letter. An accepted one would block all
/// writes after it.
/// </summary>
internal sealed class WritableTypes(IModel model)
{
    // Few, and asked for with each write: to look through them is faster than to compute a hash. It is replaced and never changed.
    private volatile Type[] _known = [];

    /// <exception cref="ArgumentException">The context does not know the entity.</exception>
    /// <exception cref="NotSupportedException">The entity has a value that cannot be written outside of a database.</exception>
    public void Require(Entity entity)
    {
        var type = entity.GetType();
        foreach (var known in _known)
        {
            if (known == type)
                return;
        }

        EntityCodec.For(model, type);
        // If another thread adds one at the same time, one of them is forgotten, and checked again.
        _known = [.. _known, type];
    }
}
