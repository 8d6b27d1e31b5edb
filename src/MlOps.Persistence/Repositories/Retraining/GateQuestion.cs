using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>What the gate is asked.</summary>
/// <param name="ModelName">The model.</param>
/// <param name="Challenger">The version that may take the place of the one in production.</param>
public sealed record GateQuestion(string ModelName, string Challenger)
{
    /// <summary>The policy to follow. If it is null, that of the model, or else the one for all models.</summary>
    public string? PolicyName { get; init; }

    /// <summary>Why the challenger was trained.</summary>
    public TriggerReason Trigger { get; init; } = TriggerReason.Manual;
}
