using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class GateApprovalTests(TestDatabase database) : GateTest(database)
{
    private readonly SecondLogin _other = new(database);

    [Fact]
    public async Task A_promotion_that_needs_approval_waits_for_another_login()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var pending = await RunAsync();
        Assert.Equal((RetrainingAction.PendingApproval, "1"), (pending.Action, (await InProductionAsync()).Single()));

        await using (var context = Database.CreateContext())
        {
            var own = await Assert.ThrowsAsync<MlOpsException>(
                () => new GateRepository(context).ApproveAsync(pending.Id, "somebody else", Sample.Noon.AddHours(1)));
            Assert.Contains("cannot approve it too", own.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["1"], await InProductionAsync());
        await using var others = await _other.CreateContextAsync();
        var approval = await new GateRepository(others).ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(1));

        Assert.Equal(
            (RetrainingAction.Promote, pending.Id, SecondLogin.Name),
            (approval.Action, approval.AnswersDecisionId, approval.DecidedLogin));
        Assert.Equal(["2"], await InProductionAsync());
        var twice = await Assert.ThrowsAnyAsync<Exception>(
            () => new GateRepository(others).ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(2)));
        Assert.True(twice is MlOpsException or IllegalTransitionException, twice.ToString());
        Assert.Equal(2, await Database.CountAsync("retraining_decisions"));
    }

    [Fact]
    public async Task What_waits_can_be_refused_once()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var pending = await RunAsync();
        await using var context = Database.CreateContext();
        var gate = new GateRepository(context);

        var refusal = await gate.RefuseAsync(pending.Id, "not on a Friday", "bob", Sample.Noon.AddHours(1));

        Assert.Equal(["not on a Friday"], refusal.RejectionReasons);
        var again = await Assert.ThrowsAsync<MlOpsException>(
            () => gate.RefuseAsync(pending.Id, "no", "bob", Sample.Noon.AddHours(2)));
        Assert.Equal(MlOpsError.Conflict, again.Error);
        await using var others = await _other.CreateContextAsync();
        Assert.Equal(
            MlOpsError.Conflict,
            (await Assert.ThrowsAsync<MlOpsException>(
                () => new GateRepository(others).ApproveAsync(pending.Id, "eve", Sample.Noon.AddHours(2)))).Error);
        Assert.Equal(["1"], await InProductionAsync());
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_is_refused()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var (old, pending) = (await RunAsync(), await RunAsync());
        await using var others = await _other.CreateContextAsync();
        var gate = new GateRepository(others);

        var late = await Assert.ThrowsAsync<MlOpsException>(() => gate.ApproveAsync(old.Id, "bob", Sample.Noon.AddDays(15)));
        Assert.Contains("Run the gate again", late.Message, StringComparison.Ordinal);
        await new ModelVersionRepository(others).PromoteAsync(ModelName, "3", new StageChange("ann", "by hand", Sample.Noon.AddHours(1)));
        var outdated = await Assert.ThrowsAsync<MlOpsException>(() => gate.ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(2)));

        Assert.Contains("'1'", outdated.Message, StringComparison.Ordinal);
        Assert.Equal(["3"], await InProductionAsync());
        Assert.Equal(2, await Database.CountAsync("retraining_decisions"));
    }

    [Fact]
    public async Task Evidence_that_was_changed_is_not_approved()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var pending = await RunAsync();
        await Database.ExecuteAsync(
            "UPDATE retraining_decisions SET decision_details = jsonb_set(decision_details, '{evidence,all,paired}', '1001')");

        await using var others = await _other.CreateContextAsync();
        var refused = await Assert.ThrowsAsync<IllegalTransitionException>(
            () => new GateRepository(others).ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(1)));
        Assert.Contains("has been changed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_that_somebody_makes_wait_is_not_approved()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.1, 0.3));
        var rejected = await RunAsync();
        await Database.ExecuteAsync("UPDATE retraining_decisions SET action = 'pending_approval', rejection_reasons = '{}'");
        await using var others = await _other.CreateContextAsync();
        var forged = await Assert.ThrowsAsync<MlOpsException>(
            () => new GateRepository(others).ApproveAsync(rejected.Id, "bob", Sample.Noon.AddHours(1)));
        Assert.Equal(MlOpsError.NotReproduced, forged.Error);
        Assert.Equal(["1"], await InProductionAsync());
    }

    [Fact]
    public async Task A_challenger_that_was_archived_while_it_waited_is_not_promoted()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var pending = await RunAsync();
        await using var others = await _other.CreateContextAsync();
        await new ModelVersionRepository(others).MoveAsync(
            ModelName, "2", ModelStage.Archived, new StageChange("ann", "defective", Sample.Noon.AddMinutes(1)));

        var refused = await Assert.ThrowsAsync<MlOpsException>(
            () => new GateRepository(others).ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(1)));
        Assert.Contains("cannot be promoted", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await InProductionAsync());
    }

    [Theory, InlineData(1), InlineData(-1)]
    public async Task A_challenger_that_was_archived_and_staged_again_while_it_waited_is_not_promoted(int minutes)
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var pending = await RunAsync();
        await using var others = await _other.CreateContextAsync();
        // The clock of the mover may be slow. The order in which both were stored counts.
        foreach (var (stage, seconds) in new[] { (ModelStage.Archived, 0), (ModelStage.Staging, 1) })
            await new ModelVersionRepository(others).MoveAsync(
                ModelName, "2", stage, new StageChange("ann", "look again", Sample.Noon.AddMinutes(minutes).AddSeconds(seconds)));

        var refused = await Assert.ThrowsAsync<MlOpsException>(
            () => new GateRepository(others).ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(1)));
        Assert.Equal(MlOpsError.Conflict, refused.Error);
        Assert.Contains("ann moved its challenger, version '2', from Archived to Staging", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await InProductionAsync());

        var again = await RunAsync();
        Assert.Equal(
            RetrainingAction.Promote, (await new GateRepository(others).ApproveAsync(again.Id, "bob", Sample.Noon.AddHours(1))).Action);
    }

    [Fact]
    public async Task Of_two_decisions_about_one_challenger_that_wait_the_newest_stands()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var (old, newest) = (await RunAsync(), await RunAsync());
        await using var others = await _other.CreateContextAsync();
        var gate = new GateRepository(others);

        var refused = await Assert.ThrowsAsync<MlOpsException>(() => gate.ApproveAsync(old.Id, "bob", Sample.Noon.AddHours(1)));
        Assert.Equal(MlOpsError.Conflict, refused.Error);
        Assert.Contains($"decision {newest.Id}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RetrainingAction.Reject, (await gate.RefuseAsync(old.Id, "replaced", "bob", Sample.Noon.AddHours(1))).Action);
        Assert.Equal(["1"], await InProductionAsync());

        await gate.ApproveAsync(newest.Id, "bob", Sample.Noon.AddHours(1));
        Assert.Equal(["2"], await InProductionAsync());
    }

    [Fact]
    public async Task A_newer_rejection_replaces_a_decision_that_waits()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var pending = await RunAsync();
        await Database.ExecuteAsync("UPDATE ml_predictions SET actual_value = 1 - actual_value");
        var rejected = await RunAsync();
        Assert.Equal(RetrainingAction.Reject, rejected.Action);

        await using var others = await _other.CreateContextAsync();
        var refused = await Assert.ThrowsAsync<MlOpsException>(
            () => new GateRepository(others).ApproveAsync(pending.Id, "bob", Sample.Noon.AddHours(1)));
        Assert.Contains($"decision {rejected.Id}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_waits_for_an_approval_that_has_begun()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.1, 0.3));
        await using var approving = Database.CreateOwnerContext();
        await using var transaction = await approving.Database.BeginTransactionAsync();
        await new ServingState(approving, ModelName, CancellationToken.None).LockAsync();

        var verdict = RunAsync();
        await Polling.UntilAsync(
            () => Database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"),
            "the verdict waits");
        Assert.False(verdict.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal(RetrainingAction.Reject, (await verdict).Action);
    }

    [Fact]
    public async Task Of_gates_that_run_at_once_exactly_one_decision_can_be_approved()
    {
        await StoreAsync(Usual with { RequiresApproval = true }, Draw(0.3, 0.1));
        var decisions = await Task.WhenAll(RunAsync(), RunAsync(), RunAsync());
        await using var others = await _other.CreateContextAsync();
        List<Guid> replaced = [];
        foreach (var decision in decisions)
        {
            if (await new RetrainingDecisionRepository(others).FindReplacementAsync(decision) is not null)
                replaced.Add(decision.Id);
        }

        Assert.Equal(2, replaced.Count);
        foreach (var id in replaced)
            await Assert.ThrowsAsync<MlOpsException>(() => new GateRepository(others).ApproveAsync(id, "bob", Sample.Noon.AddHours(1)));

        await new GateRepository(others).ApproveAsync(
            decisions.Single(decision => !replaced.Contains(decision.Id)).Id, "bob", Sample.Noon.AddHours(1));
        Assert.Equal(["2"], await InProductionAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
