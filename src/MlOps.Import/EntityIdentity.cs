using System.Runtime.CompilerServices;
using MlOps.Domain;

namespace MlOps.Import;

/// <summary>Gives entities that the domain has made from a row, by all its rules, the id and the time that the row has.</summary>
internal static class EntityIdentity
{
    public static TEntity WithId<TEntity>(this TEntity entity, Guid id)
        where TEntity : Entity
    {
        SetId(entity, id);
        return entity;
    }

    /// <summary>For what was recorded at another time than it happened.</summary>
    public static TEntity RecordedAt<TEntity>(this TEntity entity, DateTimeOffset createdAt)
        where TEntity : Entity
    {
        SetCreatedAt(entity, Guard.Time(createdAt, nameof(Entity.CreatedAt)));
        return entity;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Id")]
    private static extern void SetId(Entity entity, Guid id);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_CreatedAt")]
    private static extern void SetCreatedAt(Entity entity, DateTimeOffset createdAt);
}
