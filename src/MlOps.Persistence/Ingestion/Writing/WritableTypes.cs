using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<Type, bool> _known = new();

    /// <exception cref="ArgumentException">The entity can change, so that a later write would have to find the earlier one.</exception>
    public static void RequireUnchanging(Entity entity)
    {
        if (entity is ChangingEntity)
        {
            throw new ArgumentException(
                $"{entity.GetType().Name} can change, and a prediction writer takes what never changes. Store it with SaveChanges, " +
                "BulkInsertAsync or BulkUpsertAsync.",
                nameof(entity));
        }
    }

    /// <exception cref="ArgumentException">The context does not know the entity.</exception>
    /// <exception cref="NotSupportedException">The entity has a value that cannot be written outside of a database.</exception>
    public void Require(Entity entity)
    {
        var type = entity.GetType();
        if (_known.ContainsKey(type))
            return;

        EntityCodec.For(model, type);
        _known.TryAdd(type, true);
    }
}
