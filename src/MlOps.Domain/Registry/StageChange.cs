namespace MlOps.Domain.Registry;

/// <summary>The author, time and reason of a change of stage, with the retraining decision that led to it.</summary>
public sealed record StageChange
{
    public const int MaxByLength = 255;
    public const int MaxReasonLength = 10_000;

    public StageChange(string by, string reason, DateTimeOffset at, Guid? decisionId = null)
    {
        By = Guard.Text(by, nameof(By), MaxByLength);
        Reason = Guard.Text(reason, nameof(Reason), MaxReasonLength);
        At = Guard.Time(at, nameof(At));
        DecisionId = Guard.Identifier(decisionId, nameof(DecisionId));
    }

    public string By { get; }

    public string Reason { get; }

    public DateTimeOffset At { get; }

    public Guid? DecisionId { get; }
}
