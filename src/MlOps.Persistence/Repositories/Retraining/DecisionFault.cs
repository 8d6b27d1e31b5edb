using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>A decision that its own evidence does not confirm, or that the same login asked for and approved.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Reasons">What is wrong, in sentences.</param>
public sealed record DecisionFault(RetrainingDecision Decision, IReadOnlyList<string> Reasons);
