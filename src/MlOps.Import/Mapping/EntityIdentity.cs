using MlOps.Domain;

namespace MlOps.Import.Mapping;

/// <summary>Gives an entity, which the domain created by all its rules, the id and the time of its row.</summary>
internal static class EntityIdentity
{
    public static TEntity WithId<TEntity>(this TEntity entity, Guid id)
        where TEntity : Entity
    {
        entity.ReplaceId(id);
        return entity;
    }

    /// <summary>For an entity that was recorded at another time than it happened.</summary>
    public static TEntity RecordedAt<TEntity>(this TEntity entity, DateTimeOffset createdAt)
        where TEntity : Entity
    {
        entity.ReplaceCreatedAt(createdAt);
        return entity;
    }
}
