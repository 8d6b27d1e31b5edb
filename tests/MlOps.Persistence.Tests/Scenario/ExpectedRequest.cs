using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A retraining request as it should be stored.</summary>
internal sealed record ExpectedRequest(TriggerReason Trigger, string By, DateTimeOffset OpenedAt)
{
    public string? Answer { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public Guid? Decision { get; init; }

    public string? Reason { get; init; }
}
