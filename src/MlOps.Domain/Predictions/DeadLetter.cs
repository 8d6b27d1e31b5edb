using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>
/// A write that was accepted but that the database refuses. It is stored unchanged until somebody decides what to do.
/// </summary>
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

    /// <summary>The name of the entity's class, or "Label".</summary>
    [MaxLength(MaxKindLength)]
    public string Kind { get; private set; } = null!;

    /// <summary>The id of the entity, or of the prediction that a label is for.</summary>
    public Guid ContentId { get; private set; }

    /// <summary>The whole content, as JSON.</summary>
    public string Payload { get; private set; } = null!;

    /// <summary>The error of the last attempt.</summary>
    public string Reason { get; private set; } = null!;

    /// <summary>PostgreSQL's code of that error; null if PostgreSQL did not refuse it.</summary>
    [MaxLength(MaxSqlStateLength)]
    public string? SqlState { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset LastAttemptAt { get; private set; }

    public static DeadLetter Record(
        string kind, Guid contentId, string payload, string reason, string? sqlState, DateTimeOffset at)
    {
        var letter = new DeadLetter(kind, contentId, payload, at);
        letter.Fail(reason, sqlState, at);
        return letter;
    }

    /// <summary>Records another attempt that was refused.</summary>
    public void Fail(string reason, string? sqlState, DateTimeOffset at)
    {
        Reason = Guard.Text(reason, nameof(Reason), Prediction.MaxTextLength);
        SqlState = Guard.OptionalText(sqlState, nameof(SqlState), MaxSqlStateLength);
        LastAttemptAt = Guard.Time(at, nameof(LastAttemptAt));
        Attempts++;
    }
}
