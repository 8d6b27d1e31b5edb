using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>Decisions that their own evidence does not confirm, whatever the chain says.</summary>
public class DecisionFaultTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Gate = "evidence_hash IS NOT NULL";
    private const string Approval = "answers_decision_id IS NOT NULL";

    [Theory]
    [InlineData("action = 'promote'", Gate, "The evidence gives PendingApproval, and the decision is Promote.")]
    [InlineData("evidence_hash = repeat('0', 64)", Gate, "and was 0000")]
    [InlineData(
        "decision_details = replace(decision_details::text, '\"champion\"', '\"Champion\"')::jsonb", Gate,
        "The evidence has been changed: its hash is")]
    [InlineData("decision_details = NULL", Gate, "The evidence is missing, and there is a hash of it.")]
    [InlineData(
        "decision_details = regexp_replace(decision_details::text, '\"passed\": true', '\"passed\": false')::jsonb", Gate,
        "The finding of the rule 'champion' is another one than the evidence gives.")]
    [InlineData(
        "decision_details = regexp_replace(decision_details::text, '\"passed\": true', '\"passed\": false')::jsonb", Gate,
        "The reasons are others than those of the stored findings.")]
    [InlineData("decision_details = decision_details || '{\"findings\": []}'", Gate, "and 0 are stored.")]
    [InlineData("model_name = 'other'", Gate, "The evidence is about model 'credit-risk', and the decision about 'other'.")]
    [InlineData("trigger_reason = 'drift'", Gate, "The evidence has the trigger Scheduled, and the decision Drift.")]
    [InlineData("candidate_version_id = NULL", Gate, "and the decision about .")]
    [InlineData("decided_login = 'ann'", "true", "Login 'ann' approved what it had asked for itself")]
    [InlineData("action = 'promote'", Gate, "which did not wait for approval.")]
    public async Task What_the_evidence_does_not_confirm_is_named(string damage, string which, string reason)
    {
        await StoreAsync();
        await DamageAsync(damage, which);

        await using var context = Database.CreateReaderContext();
        var faults = await new RetrainingDecisionRepository(context).StreamFaultsAsync(null).ToListAsync();
        Assert.Contains(faults.SelectMany(fault => fault.Reasons), one => one.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_verdict_of_the_gate_and_the_approval_by_another_login_are_confirmed()
    {
        await StoreAsync();
        await using var context = Database.CreateContext();
        var decisions = new RetrainingDecisionRepository(context);
        Assert.Empty(await decisions.StreamFaultsAsync("credit-risk").ToListAsync());

        var pending = await decisions.StreamRecentAsync(null, 9).SingleAsync(decision => decision.HasEvidence);
        var replay = pending.Replay();
        Assert.Equal(RetrainingAction.PendingApproval, replay.Verdict!.Action);
        Assert.Equal(replay.Verdict.Findings, pending.ReadFindings());
        Assert.Empty(replay.Faults);

        await DamageAsync("decided_login = 'bob'", "true");
        Assert.Empty(await decisions.StreamFaultsAsync("another").ToListAsync());
        Assert.Single(await decisions.StreamFaultsAsync("credit-risk").ToListAsync());
    }

    // Both are stored by the login of the tests, so the approval gets another one.
    private async Task StoreAsync()
    {
        var model = Build.Model();
        var version = Build.ModelVersion(model);
        await using var context = Database.CreateContext();
        context.AddRange(model, version);
        var evidence = Build.GateEvidence(version, thresholds: Build.GateThresholds() with { RequiresApproval = true });
        var pending = RetrainingDecision.FromGate(evidence, "ann", Sample.Noon);
        context.AddRange(pending, pending.Approve("bob", Sample.Noon.AddMinutes(1)));
        await context.SaveChangesAsync();
        await DamageAsync("decided_login = 'bob'", Approval);
    }

    private Task<int> DamageAsync(string change, string which) => Database.ExecuteAsync(
        $"BEGIN; SET LOCAL session_replication_role = replica; UPDATE retraining_decisions SET {change} WHERE {which}; COMMIT");
}
