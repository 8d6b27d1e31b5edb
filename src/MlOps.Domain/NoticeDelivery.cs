using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain;

/// <summary>
/// A notice that a sink gets. It is stored before it is sent, and tried until the sink takes it. The sink may get it twice, with the same
/// id.
/// </summary>
public abstract class NoticeDelivery : Entity
{
    public const int MaxSinkLength = 255;
    public const int MaxErrorLength = 10_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <inheritdoc cref="Entity()"/>
    protected NoticeDelivery()
    {
    }

    /// <param name="sink">The name of the sink.</param>
    /// <param name="at">The present.</param>
    protected NoticeDelivery(string sink, DateTimeOffset at)
        : base(at)
    {
        Sink = Guard.Text(sink, nameof(Sink), MaxSinkLength);
        NextAttemptAt = CreatedAt;
    }

    /// <summary>The name of the sink.</summary>
    [MaxLength(MaxSinkLength)]
    public string Sink { get; private set; } = null!;

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>It is not tried before this time.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; private set; }

    /// <summary>Notes that the sink has it.</summary>
    public void Deliver(DateTimeOffset at)
    {
        RequireOpen();
        DeliveredAt = Guard.Time(at, nameof(DeliveredAt));
        (Attempts, LastError) = (Attempts + 1, null);
    }

    /// <summary>Notes that an attempt failed. The next one waits, twice as long with each failure, up to an hour.</summary>
    public void Fail(string error, DateTimeOffset at)
    {
        RequireOpen();
        var why = Guard.Text(error, nameof(LastError), MaxErrorLength);
        var delay = Attempts < 6 ? FirstDelay * Math.Pow(2, Attempts) : LongestDelay;
        NextAttemptAt = Guard.Time(at + delay, nameof(NextAttemptAt));
        (Attempts, LastError) = (Attempts + 1, why);
    }

    public override string ToString() => $"Delivery {Id} to '{Sink}'";

    private void RequireOpen()
    {
        if (DeliveredAt is not null)
            throw new IllegalTransitionException($"{this} was made at {DeliveredAt:O} already.");
    }
}
