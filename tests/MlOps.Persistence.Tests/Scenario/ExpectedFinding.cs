namespace MlOps.Persistence.Tests.Scenario;

/// <summary>What a rule of the gate should have found.</summary>
internal sealed record ExpectedFinding(string Rule, bool Passed, double? Value = null, double? Limit = null)
{
    /// <summary>Both sides and the standard error of a comparison.</summary>
    public (double Champion, double Challenger, double? StandardError)? Compared { get; init; }
}
