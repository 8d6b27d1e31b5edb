namespace MlOps.Domain;

/// <summary>What every stored thing has: a tenant, an id that sorts by time, and the time it came to be.</summary>
public abstract class Entity
{
    /// <summary>For the persistence layer, which fills the properties itself.</summary>
    protected Entity()
    {
    }

    /// <param name="at">When it happened. The id (UUIDv7) is made from it, so that rows of one period lie together.</param>
    protected Entity(DateTimeOffset at)
    {
        CreatedAt = Guard.Time(at, nameof(CreatedAt));
        Id = Guid.CreateVersion7(CreatedAt);
    }

    /// <summary>For what has its id from elsewhere.</summary>
    protected Entity(Guid id, DateTimeOffset at)
    {
        Id = Guard.Identifier(id, nameof(Id));
        CreatedAt = Guard.Time(at, nameof(CreatedAt));
    }

    /// <summary>The owner. Empty until the entity is added to a context, which stamps its own tenant.</summary>
    public Guid TenantId { get; private set; }

    public Guid Id { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Gives the entity to a tenant, once and for all.</summary>
    public void BelongTo(Guid tenantId)
    {
        if (tenantId == Guid.Empty)
            throw new InvalidValueException(nameof(TenantId), "must not be the empty id");

        if (TenantId != Guid.Empty && TenantId != tenantId)
            throw new IllegalTransitionException(
                $"{GetType().Name} {Id} belongs to tenant {TenantId} and cannot be given to tenant {tenantId}.");

        TenantId = tenantId;
    }

    /// <summary>
    /// Replaces the id that was made from the time by the one under which the entity is known elsewhere. The import and the
    /// generator of sample data use this door, nobody else, and only before anything refers to the entity.
    /// </summary>
    internal void ReplaceId(Guid id) => Id = Guard.Identifier(id, nameof(Id));

    /// <summary>Replaces the time for an entity that was recorded at another time than it happened. See <see cref="ReplaceId"/>.</summary>
    internal void ReplaceCreatedAt(DateTimeOffset at) => CreatedAt = Guard.Time(at, nameof(CreatedAt));

    /// <summary>Gives the entity to the tenant of another that it is made from, unless that one has none yet.</summary>
    protected void InheritTenantFrom(Entity origin)
    {
        if (origin.TenantId != Guid.Empty)
            BelongTo(origin.TenantId);
    }
}
