namespace MlOps.Domain.Retraining;

/// <summary>What the gate decides, and what each rule found.</summary>
public sealed record GateVerdict(RetrainingAction Action, IReadOnlyList<GateFinding> Findings)
{
    /// <summary>Why the challenger is rejected; empty if it is not.</summary>
    public IEnumerable<string> Reasons => Findings.Where(finding => !finding.Passed).Select(finding => finding.Explanation);
}
