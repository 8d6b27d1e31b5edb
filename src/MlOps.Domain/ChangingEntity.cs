namespace MlOps.Domain;

/// <summary>An entity that can change after its creation, and that knows the time of its last change.</summary>
public abstract class ChangingEntity : Entity
{
    /// <inheritdoc cref="Entity()"/>
    protected ChangingEntity()
    {
    }

    /// <inheritdoc cref="Entity(DateTimeOffset)"/>
    protected ChangingEntity(DateTimeOffset at)
        : base(at) => UpdatedAt = CreatedAt;

    /// <inheritdoc cref="Entity(Guid, DateTimeOffset)"/>
    protected ChangingEntity(Guid id, DateTimeOffset at)
        : base(id, at) => UpdatedAt = CreatedAt;

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Sets the time of a change.</summary>
    protected void Touch(DateTimeOffset at) => UpdatedAt = Guard.Time(at, nameof(UpdatedAt));

    /// <summary>Sets the time of a change, which must not be earlier than the last one.</summary>
    protected void TouchInOrder(DateTimeOffset at)
    {
        var time = Guard.Time(at, nameof(UpdatedAt));
        RequireOrder("changed", UpdatedAt, "change", time);
        UpdatedAt = time;
    }
}
