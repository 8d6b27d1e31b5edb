using MlOps.Domain.Retraining;

namespace MlOps.Domain.Tests.Retraining;

public class RetrainingDecisionTests
{
    [Fact]
    public void A_promotion_has_no_rejection_reasons()
    {
        var decision = RetrainingDecision.Promote(TriggerReason.Drift, Sample.Time.AddTicks(3));

        Assert.Equal((RetrainingAction.Promote, TriggerReason.Drift), (decision.Action, decision.TriggerReason));
        Assert.Equal((Sample.Time, Sample.Time), (decision.Timestamp, decision.CreatedAt));
        Assert.Empty(decision.RejectionReasons);
    }

    [Fact]
    public void A_rejection_has_its_reasons_in_order_even_if_their_source_changes_later()
    {
        var reasons = new List<string> { "too few samples", "f1 fell" };
        var decision = RetrainingDecision.Reject(TriggerReason.Manual, reasons, Sample.Time);
        reasons.Clear();

        Assert.Equal((RetrainingAction.Reject, TriggerReason.Manual), (decision.Action, decision.TriggerReason));
        Assert.Equal(["too few samples", "f1 fell"], decision.RejectionReasons);
    }

    [Fact]
    public void A_rejection_without_a_reason_is_refused()
    {
        Refused.Value(
            "RejectionReasons", "empty", () => RetrainingDecision.Reject(TriggerReason.Drift, [], Sample.Time));
        Refused.Value(
            "RejectionReasons", "null", () => RetrainingDecision.Reject(TriggerReason.Drift, null!, Sample.Time));
    }

    [Fact]
    public void A_reason_that_cannot_be_stored_is_refused()
    {
        var longest = new string('r', RetrainingDecision.MaxReasonLength);

        Assert.All([.. Hostile.Texts, "", " ", longest + "r"], reason => Refused.Value(
            "RejectionReasons",
            "",
            () => RetrainingDecision.Reject(TriggerReason.Drift, ["f1 fell", reason], Sample.Time)));
        Refused.Value(
            "RejectionReasons", "null", () => RetrainingDecision.Reject(TriggerReason.Drift, [null!], Sample.Time));
        Assert.Single(RetrainingDecision.Reject(TriggerReason.Drift, [longest], Sample.Time).RejectionReasons);
    }

    [Fact]
    public void A_decision_stores_its_evidence()
    {
        var evidence = new DecisionEvidence
        {
            ModelName = "churn",
            CandidateVersionId = Sample.Tenant,
            DriftContext = Json.Parse("1"),
            DataContext = Json.Parse("2"),
            DecisionDetails = Json.Parse("3"),
            LabeledSamples = 4,
            CoveragePct = 99.5,
        };

        foreach (var decision in new[]
        {
            RetrainingDecision.Promote(TriggerReason.Scheduled, Sample.Time, evidence),
            RetrainingDecision.Reject(TriggerReason.Scheduled, ["f1 fell"], Sample.Time, evidence),
        })
        {
            Assert.Equal(("churn", Sample.Tenant, 4, 99.5),
                (decision.ModelName, decision.CandidateVersionId, decision.LabeledSamples, decision.CoveragePct));
            Assert.Equal(("1", "2", "3"),
                (decision.DriftContext?.Text, decision.DataContext?.Text, decision.DecisionDetails?.Text));
        }
    }
}
