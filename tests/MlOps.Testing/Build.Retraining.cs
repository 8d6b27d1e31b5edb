using MlOps.Domain.Retraining;

namespace MlOps.Testing;

/// <content>Retraining.</content>
public static partial class Build
{
    /// <summary>A promotion; with reasons, a rejection.</summary>
    public static RetrainingDecision RetrainingDecision(
        IReadOnlyCollection<string>? reasons = null, DecisionEvidence? evidence = null, DateTimeOffset? at = null) => reasons is null
        ? Domain.Retraining.RetrainingDecision.Promote(TriggerReason.Scheduled, at ?? Noon, evidence)
        : Domain.Retraining.RetrainingDecision.Reject(TriggerReason.Scheduled, reasons, at ?? Noon, evidence);

    public static RetrainingPolicy RetrainingPolicy(
        string name = "default", GateThresholds? thresholds = null, DateTimeOffset? at = null) =>
        Domain.Retraining.RetrainingPolicy.Define(name, thresholds ?? GateThresholds(), "ann", at ?? Noon);

    /// <summary>What a policy asks for.</summary>
    public static GateThresholds GateThresholds() => new()
    {
        MinFeatureDriftRatio = 0.3,
        MinLabeledSamples = 500,
        MinCoveragePct = 80,
        MinF1Improvement = 0.01,
        MaxBrierIncrease = 0.02,
    };
}
