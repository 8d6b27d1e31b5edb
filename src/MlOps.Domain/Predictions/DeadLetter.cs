namespace MlOps.Domain.Predictions;

/// <summary>Something that was accepted and that the database refuses. It is kept as it came until somebody decides.</summary>
public sealed class DeadLetter : Entity
{
    public const int MaxKindLength = 200;
    public const int MaxSqlStateLength = 20;

    private DeadLetter()
    {
    }

    private DeadLetter(string kind, Guid contentId, string payload, DateTimeOffset at)
        : base(at)
    {
        Kind = Guard.Text(kind, nameof(Kind), MaxKindLength);
        ContentId = Guard.Identifier(contentId, nameof(ContentId));
        Payload = Guard.Text(payload, nameof(Payload), int.MaxValue);
    }

    /// <summary>The name of the entity's class, or Label.</summary>
    public string Kind { get; private set; } = null!;

    /// <summary>The id of the entity, or of the prediction that a label is for.</summary>
    public Guid ContentId { get; private set; }

    /// <summary>All of it, as JSON.</summary>
    public string Payload { get; private set; } = null!;

    /// <summary>What was wrong when it was last tried.</summary>
    public string Reason { get; private set; } = null!;

    /// <summary>PostgreSQL's code for that, if it was PostgreSQL that refused.</summary>
    public string? SqlState { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset LastAttemptAt { get; private set; }

    public static DeadLetter Of(
        string kind, Guid contentId, string payload, string reason, string? sqlState, DateTimeOffset at)
    {
        var letter = new DeadLetter(kind, contentId, payload, at);
        letter.Fail(reason, sqlState, at);
        return letter;
    }

    /// <summary>It was tried, and refused once more.</summary>
    public void Fail(string reason, string? sqlState, DateTimeOffset at)
    {
        Reason = Guard.Text(reason, nameof(Reason), Prediction.MaxTextLength);
        SqlState = Guard.OptionalText(sqlState, nameof(SqlState), MaxSqlStateLength);
        LastAttemptAt = Guard.Time(at, nameof(LastAttemptAt));
        Attempts++;
    }
}
