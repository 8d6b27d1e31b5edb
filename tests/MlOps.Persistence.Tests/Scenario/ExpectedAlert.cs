namespace MlOps.Persistence.Tests.Scenario;

/// <summary>An alert as it should be stored.</summary>
internal sealed record ExpectedAlert(string Rule, string Subject, double Value, DateTimeOffset FiredAt)
{
    public DateTimeOffset? ResolvedAt { get; init; }

    public string? ResolvedBy { get; init; }
}
