namespace MlOps.Domain.Registry;

/// <summary>Who moves a version to another stage, when, why, and by which retraining decision.</summary>
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
