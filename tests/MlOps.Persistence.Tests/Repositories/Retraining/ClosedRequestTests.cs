using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>How decisions of the gate close requests.</summary>
public class ClosedRequestTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly RetrainingRequest _request = Build.RetrainingRequest();

    [Fact]
    public async Task A_rejection_closes_the_request_in_its_transaction()
    {
        await StoreAsync();
        await using var context = Database.CreateContext();
        var decision = await RunAsync(context);
        Assert.Equal(RetrainingAction.Reject, decision.Action);
        Assert.Equal([$"{decision.Id} gate"], await ClosedAsync());
    }

    [Fact]
    public async Task If_the_request_cannot_be_closed_nothing_of_the_decision_is_stored()
    {
        await StoreAsync();
        await Database.ExecuteAsync(
            "ALTER TABLE ml_retraining_requests ADD CONSTRAINT broken CHECK (decision_id IS NULL) NOT VALID");
        await using var context = Database.CreateContext();

        await Assert.ThrowsAsync<DbUpdateException>(() => RunAsync(context));

        await Database.ExecuteAsync("ALTER TABLE ml_retraining_requests DROP CONSTRAINT broken");
        await context.SaveChangesAsync();
        Assert.Empty(await ClosedAsync());
        Assert.Equal(0, await Database.CountAsync("retraining_decisions"));
        // The context has nothing left of it, and the gate can run again.
        await RunAsync(context);
        Assert.Single(await ClosedAsync());
    }

    [Fact]
    public async Task A_decision_about_another_version_leaves_it_open()
    {
        await StoreAsync();
        await using var context = Database.CreateContext();
        await RunAsync(context, "1");
        Assert.Empty(await ClosedAsync());
    }

    [Fact]
    public async Task What_waits_for_approval_leaves_it_open_and_the_refusal_closes_it()
    {
        var pending = await StorePendingAsync();
        Assert.Empty(await ClosedAsync());

        await using var context = Database.CreateContext();
        var refusal = await new GateRepository(context).RefuseAsync(pending.Id, "The data was wrong.", "bob", At(2));
        Assert.Equal([$"{refusal.Id} bob"], await ClosedAsync());
    }

    [Fact]
    public async Task The_approval_promotes_the_version_and_closes_it_in_one_transaction()
    {
        var pending = await StorePendingAsync();
        await Database.ExecuteAsync("ALTER TABLE model_aliases ADD CONSTRAINT broken CHECK (model_version <> '2') NOT VALID");
        await using (var broken = Database.CreateContext())
        {
            await Assert.ThrowsAsync<DbUpdateException>(
                () => new GateRepository(broken).ApproveAsync(pending.Id, "bob", At(2)));
        }

        Assert.Empty(await ClosedAsync());
        await Database.ExecuteAsync("ALTER TABLE model_aliases DROP CONSTRAINT broken");
        await using var context = Database.CreateContext();
        var approval = await new GateRepository(context).ApproveAsync(pending.Id, "bob", At(2));
        Assert.Equal([$"{approval.Id} bob"], await ClosedAsync());
        Assert.Equal(["2"], await Database.ColumnAsync("SELECT model_version FROM model_versions WHERE stage = 'Production'"));
    }

    private static DateTimeOffset At(int minute) => Sample.Noon.AddMinutes(minute);

    private static Task<RetrainingDecision> RunAsync(MlOpsDbContext context, string challenger = "2") =>
        new GateRepository(context).RunAsync(new GateQuestion("credit-risk", challenger), "gate", At(2));

    private Task<List<string>> ClosedAsync() => Database.ColumnAsync(
        "SELECT decision_id || ' ' || closed_by FROM ml_retraining_requests WHERE closed_at IS NOT NULL");

    private async Task<(ModelVersion Champion, ModelVersion Challenger)> StoreAsync()
    {
        var model = Build.Model();
        var (champion, challenger) = (Build.ModelVersion(model), Build.ModelVersion(model, "2"));
        _request.Answer(challenger, At(1));
        await using var context = Database.CreateContext();
        context.AddRange(Build.RetrainingPolicy(), model, champion, Build.StageTransition(champion), challenger);
        context.AddRange(Build.StageTransition(challenger), _request);
        await context.SaveChangesAsync();
        return (champion, challenger);
    }

    private async Task<RetrainingDecision> StorePendingAsync()
    {
        var (champion, challenger) = await StoreAsync();
        await using var context = Database.CreateContext();
        await new ModelVersionRepository(context).PromoteAsync(
            "credit-risk", "1", new StageChange("ann", "the first", At(1)));
        var evidence = Build.GateEvidence(challenger, champion, Build.GateThresholds() with { RequiresApproval = true }, At(1));
        var pending = context.Add(RetrainingDecision.FromGate(evidence, "gate", At(1))).Entity;
        await context.SaveChangesAsync();
        Assert.Equal(RetrainingAction.PendingApproval, pending.Action);
        // The tests have one login, which cannot approve what it decided.
        await Database.ExecuteAsync(
            """
            ALTER TABLE retraining_decisions DISABLE TRIGGER USER;
            UPDATE retraining_decisions SET decided_login = 'another';
            ALTER TABLE retraining_decisions ENABLE TRIGGER USER
            """);
        return pending;
    }
}
