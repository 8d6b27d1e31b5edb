using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>Policies and decisions with every property set.</summary>
internal static class RetrainingPopulation
{
    public static RetrainingDecision Rejection(Guid? versionId = null, string modelName = "credit-risk") =>
        RetrainingDecision.Reject(
            TriggerReason.Drift,
            ["worse F1", Sample.Hostile, "NULL", "{a,\"b\"}"],
            Sample.Noon,
            new DecisionEvidence
            {
                ModelName = modelName,
                CandidateVersionId = versionId,
                DriftContext = Json.Parse("{}"),
                DataContext = Json.Parse("[]"),
                DecisionDetails = Json.Parse("1"),
                LabeledSamples = 0,
                CoveragePct = 100,
            });

    public static RetrainingPolicy[] Changed()
    {
        var first = RetrainingPolicy.Define(Sample.Hostile, Thresholds(), Sample.Hostile, Sample.Noon, Sample.Hostile);
        return [first, first.Change(Thresholds() with { MinImprovement = -1 }, "ann", Sample.Noon.AddHours(1))];
    }

    public static RetrainingDecision[] Answered(ModelVersion version)
    {
        var pending = RetrainingDecision.FromGate(
            Build.GateEvidence(version, thresholds: Build.GateThresholds() with { RequiresApproval = true }), Sample.Hostile, Sample.Noon);
        return [pending, pending.Approve(Sample.Hostile, Sample.Noon.AddMinutes(1))];
    }

    // One that is decided, and one that is withdrawn, since no request is both.
    public static Entity[] Requested(ModelVersion version, RetrainingDecision decision)
    {
        var decided = RetrainingRequest.Open(version.ModelName, TriggerReason.Drift, Sample.Hostile, Sample.Hostile, Sample.Noon);
        decided.Answer(version, Sample.Noon.AddTicks(1_234_560));
        decided.Close(decision);
        var withdrawn = RetrainingRequest.Open(
            version.ModelName, TriggerReason.Scheduled, Sample.Hostile, Sample.Hostile, Sample.Noon.AddHours(1));
        withdrawn.Answer(version, Sample.Noon.AddHours(2));
        withdrawn.Withdraw(Sample.Hostile, Sample.Hostile, Sample.Noon.AddHours(3));
        var sent = RetrainingDelivery.Plan(decided, Sample.Hostile, Sample.Noon);
        sent.Fail("away", Sample.Noon);
        sent.Deliver(Sample.Noon.AddHours(3));
        var failed = RetrainingDelivery.Plan(decided, "hook", Sample.Noon);
        failed.Fail(Sample.Hostile, Sample.Noon);
        return [decided, withdrawn, sent, failed];
    }

    public static GateThresholds Thresholds() => new()
    {
        PrimaryMetric = GateMetric.Rmse,
        MinImprovement = 0.1 + 0.2,
        Confidence = 0.9999,
        Lookback = TimeSpan.FromTicks(10),
        MinLabeledSamples = int.MaxValue,
        MinCoveragePct = 100,
        MinAnsweredPct = 100,
        Guards = [new GateGuard(GateMetric.LogLoss, 0.1 + 0.2), new GateGuard(GateMetric.F1, 0)],
        SegmentFeature = Sample.Hostile,
        SegmentCap = GateThresholds.MaxSegmentCap,
        MinSegmentSamples = int.MaxValue,
        MaxSegmentLoss = 0.1 + 0.2,
        MinFeatureDriftRatio = 0.1 + 0.2,
        CoolDown = TimeSpan.FromTicks(1_234_560),
        RequiresApproval = true,
        DecisionThreshold = 1,
        PositiveLabel = -1,
        RetrainEvery = TimeSpan.FromTicks(10),
        RequestCoolDown = TimeSpan.FromTicks(1_234_560),
    };
}
