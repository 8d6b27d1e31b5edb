namespace MlOps.Domain;

/// <summary>An entity that can change after it was made, and knows when it last did.</summary>
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

    /// <summary>Dates a change.</summary>
    protected void Touch(DateTimeOffset at) => UpdatedAt = Guard.Time(at, nameof(UpdatedAt));

    /// <summary>Dates a change that cannot be earlier than the change before it.</summary>
    protected void TouchInOrder(DateTimeOffset at)
    {
        var time = Guard.Time(at, nameof(UpdatedAt));
        RequireOrder("changed", UpdatedAt, "change", time);
        UpdatedAt = time;
    }

    /// <summary>Refuses a step that is dated earlier than the step before it.</summary>
    /// <param name="lastStep">What happened last: "started".</param>
    /// <param name="lastAt">When that was; null if it never happened.</param>
    /// <param name="step">What is to happen now: "end".</param>
    /// <param name="at">When.</param>
    protected void RequireOrder(string lastStep, DateTimeOffset? lastAt, string step, DateTimeOffset at)
    {
        if (at < lastAt)
            throw new IllegalTransitionException(
                $"{this} {lastStep} at {lastAt:O} and cannot {step} earlier, at {at:O}. " +
                "If both times are right, the clocks of two machines differ.");
    }
}
