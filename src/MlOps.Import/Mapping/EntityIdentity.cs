using MlOps.Domain;

namespace MlOps.Import.Mapping;

/// <summary>Gives entities that the domain has made from a row, by all its rules, the id and the time that the row has.</summary>
internal static class EntityIdentity
{
    public static TEntity WithId<TEntity>(this TEntity entity, Guid id)
        where TEntity : Entity
    {
        entity.ReplaceId(id);
        return entity;
    }

    /// <summary>For what was recorded at another time than it happened.</summary>
    public static TEntity RecordedAt<TEntity>(this TEntity entity, DateTimeOffset createdAt)
        where TEntity : Entity
    {
        entity.ReplaceCreatedAt(createdAt);
        return entity;
    }
}
