namespace MlOps.Domain.Retraining;

/// <summary>What the gate says again to the stored evidence of a decision.</summary>
/// <param name="Verdict">The verdict of now; null if the evidence has been changed, so that it says nothing about the decision.</param>
/// <param name="Faults">Where it differs from what is stored; empty if the decision is confirmed.</param>
public sealed record DecisionReplay(GateVerdict? Verdict, IReadOnlyList<string> Faults);
