namespace MlOps.Domain;

/// <summary>What every stored thing has: a tenant, an id that sorts by time, and the time of its creation.</summary>
public abstract class Entity
{
    /// <summary>For the persistence layer, which fills the properties itself.</summary>
    protected Entity()
    {
    }

    /// <param name="at">When it happened. The id (UUIDv7) is made from this time, so that rows of one period are stored
    /// side by side.</param>
    protected Entity(DateTimeOffset at)
    {
        CreatedAt = Guard.Time(at, nameof(CreatedAt));
        Id = Guid.CreateVersion7(CreatedAt);
    }

    /// <summary>For an entity that does not choose its own id.</summary>
    protected Entity(Guid id, DateTimeOffset at)
    {
        Id = Guard.Identifier(id, nameof(Id));
        CreatedAt = Guard.Time(at, nameof(CreatedAt));
    }

    /// <summary>The owner. It is empty until a context that the entity is added to sets its own tenant.</summary>
    public Guid TenantId { get; private set; }

    public Guid Id { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Assigns the entity to a tenant, for good.</summary>
    public void BelongTo(Guid tenantId)
    {
        if (tenantId == Guid.Empty)
            throw new InvalidValueException(nameof(TenantId), "must not be the empty id");

        if (TenantId != Guid.Empty && TenantId != tenantId)
            throw new IllegalTransitionException(
                $"{GetType().Name} {Id} belongs to tenant {TenantId} and cannot move to tenant {tenantId}.");

        TenantId = tenantId;
    }

    /// <summary>
    /// Replaces the id that was made from the time with the id that the entity has elsewhere. Only the import, the HTTP server and the
    /// generator of sample data may do this, and only before anything refers to the entity.
    /// </summary>
    internal void ReplaceId(Guid id) => Id = Guard.Identifier(id, nameof(Id));

    /// <summary>
    /// Replaces the creation time of an entity that was recorded later than it happened. See <see cref="ReplaceId"/>.
    /// </summary>
    internal void ReplaceCreatedAt(DateTimeOffset at) => CreatedAt = Guard.Time(at, nameof(CreatedAt));

    /// <summary>Assigns the entity to the tenant of another one that it comes from, if that has a tenant.</summary>
    protected void InheritTenantFrom(Entity origin)
    {
        if (origin.TenantId != Guid.Empty)
            BelongTo(origin.TenantId);
    }

    /// <summary>Refuses a step whose time is earlier than that of the step before it.</summary>
    /// <param name="lastStep">The last step: "started".</param>
    /// <param name="lastAt">The time of the last step; null if it never happened.</param>
    /// <param name="step">The step to check: "end".</param>
    /// <param name="at">The time of that step.</param>
    protected void RequireOrder(string lastStep, DateTimeOffset? lastAt, string step, DateTimeOffset at)
    {
        if (at < lastAt)
            throw new IllegalTransitionException(
                $"{this} {lastStep} at {lastAt:O} and cannot {step} earlier, at {at:O}. " +
                "If both times are right, the clocks of two machines differ.");
    }
}
