using MlOps.Domain;
using MlOps.Domain.Registry;
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

    public static RetrainingRequest RetrainingRequest(
        string modelName = "credit-risk", TriggerReason trigger = TriggerReason.Manual, DateTimeOffset? at = null) =>
        Domain.Retraining.RetrainingRequest.Open(modelName, trigger, "The prices have changed.", "ann", at ?? Noon);

    public static RetrainingDelivery RetrainingDelivery(RetrainingRequest request, string sink = "log", DateTimeOffset? at = null) =>
        Domain.Retraining.RetrainingDelivery.Plan(request, sink, at ?? Noon);

    /// <summary>What a policy asks for.</summary>
    public static GateThresholds GateThresholds() => new()
    {
        MinFeatureDriftRatio = 0.3,
        MinLabeledSamples = 500,
        MinCoveragePct = 80,
        MinImprovement = 0.01,
        Guards = [new GateGuard(GateMetric.Brier, 0.02)],
    };

    /// <summary>What the gate reads about a challenger that answered 100 of 1,000 questions better than the champion.</summary>
    public static GateEvidence GateEvidence(
        ModelVersion challenger, ModelVersion? champion = null, GateThresholds? thresholds = null, DateTimeOffset? at = null) =>
        new()
        {
            ModelName = challenger.ModelName,
            Champion = champion is null
                ? new(Uuid7.Lowest(Noon), "champion", ModelStage.Production, VersionStatus.Active)
                : Domain.Retraining.GateVersion.Of(champion),
            Challenger = new(challenger.Id, challenger.Version, ModelStage.Staging, VersionStatus.Active),
            Policy = new(Uuid7.Lowest(Noon), "default", 1, thresholds ?? GateThresholds()),
            Trigger = TriggerReason.Scheduled,
            WindowStart = (at ?? Noon).AddDays(-14),
            WindowEnd = at ?? Noon,
            Predictions = 1000,
            Labelled = 1000,
            Answerable = 1000,
            All = new PairedOutcomes
            {
                Paired = 1000,
                Counts = new PairedCounts([400, 0, 50, 0, 0, 50, 0, 500]),
                Brier = new PairedMoments
                {
                    Count = 1000,
                    ChampionMean = 0.1,
                    ChallengerMean = 0.05,
                    ChampionVariance = 0.02,
                    ChallengerVariance = 0.02,
                    Covariance = 0.01,
                },
            },
        };
}
