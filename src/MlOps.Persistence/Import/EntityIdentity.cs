using MlOps.Domain;

namespace MlOps.Persistence.Import;

/// <summary>Gives entities that the domain has made from a row, by all its rules, the id and the time that the row has.</summary>
internal static class EntityIdentity
{
    private static readonly Action<Entity, Guid> SetId = Setter<Guid>(nameof(Entity.Id));
    private static readonly Action<Entity, DateTimeOffset> SetCreatedAt = Setter<DateTimeOffset>(nameof(Entity.CreatedAt));

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

    private static Action<Entity, TValue> Setter<TValue>(string property) =>
        typeof(Entity).GetProperty(property)!.GetSetMethod(nonPublic: true)!.CreateDelegate<Action<Entity, TValue>>();
}
