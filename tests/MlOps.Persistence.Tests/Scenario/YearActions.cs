using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Repositories.Registry;
using MlOps.Persistence.Tests.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>What people do to versions, requests and alerts. The diary has each of it.</summary>
internal sealed class YearActions(TestDatabase database, YearDiary diary, YearService service, SecondLogin approver)
{
    public async Task RegisterAsync(string name, Func<YearCase, double?> answer, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var version = Build.ModelVersion((await new ModelRepository(context).FindAsync(YearPeople.ModelName))!, name, at: at);
        context.Add(version);
        var change = new StageChange("ann", "It is to answer in shadow.", at);
        context.Add(version.MoveTo(ModelStage.Staging, change));
        (await new RetrainingRequestRepository(context).FindOpenAsync(YearPeople.ModelName))?.Answer(version, at);
        await context.SaveChangesAsync();
        diary.Versions[name] = new YearVersion(name, version.Id, answer);
        diary.Move(name, ModelStage.Staging, change);
        diary.RequestSteps.Add((at, requests => requests.Answer(name, at)));
        await service.BeginShadowAsync(diary.Versions[name], at);
    }

    public async Task<Guid> AskAsync(string challenger, TriggerReason trigger, RetrainingAction expected, DateTimeOffset at)
    {
        // The servers of tests have no autovacuum, which would know by now how many rows there are.
        await database.ExecuteAsync("ANALYZE ml_predictions, ml_shadow_scores");
        await using var context = database.CreateContext();
        var decision = await new GateRepository(context).RunAsync(
            new GateQuestion(YearPeople.ModelName, challenger) { Trigger = trigger }, YearPeople.Pipeline, at);
        Assert.Equal(expected, decision.Action);
        var version = diary.Versions[challenger];
        diary.Gates.Add(new AskedGate(decision.Id, version, diary.FindServing(at), trigger, at, YearPeople.Pipeline, expected));
        if (expected == RetrainingAction.Reject)
        {
            service.EndShadow(version);
            diary.RequestSteps.Add((at, requests => requests.Decide(challenger, decision.Id, YearPeople.Pipeline, at)));
        }

        return decision.Id;
    }

    public async Task ApproveAsync(Guid pending, DateTimeOffset at)
    {
        await using var context = await approver.CreateContextAsync();
        var approval = await new GateRepository(context).ApproveAsync(pending, "bob", at);
        var asked = diary.Gates.Single(gate => gate.Decision == pending);
        diary.Gates.Add(asked with { Decision = approval.Id, At = at, By = "bob", Action = RetrainingAction.Promote });
        diary.RequestSteps.Add((at, requests => requests.Decide(asked.Challenger.Name, approval.Id, "bob", at)));
        diary.Serve(
            asked.Challenger.Name, ServingStep.Promotion, new StageChange("bob", "The gate promotes it.", at, approval.Id));
        service.EndShadow(asked.Challenger);
    }

    public async Task PromoteAsync(string version, string by, string reason, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var change = new StageChange(by, reason, at);
        await new ModelVersionRepository(context).PromoteAsync(YearPeople.ModelName, version, change);
        diary.Serve(version, ServingStep.Promotion, change);
        service.EndShadow(diary.Versions[version]);
    }

    public async Task RollBackAsync(string reason, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var change = new StageChange("ann", reason, at);
        var restored = await new ModelVersionRepository(context).RollbackAsync(YearPeople.ModelName, change);
        diary.Serve(restored.Version, ServingStep.Rollback, change);
    }

    public async Task RequestAsync(string why, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        await new RetrainingRequestRepository(context).OpenAsync(YearPeople.ModelName, TriggerReason.Manual, why, "ann", at);
        diary.RequestSteps.Add((at, requests => requests.Open(TriggerReason.Manual, "ann", at)));
    }

    public async Task WithdrawAsync(string reason, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var requests = new RetrainingRequestRepository(context);
        await requests.WithdrawAsync((await requests.FindOpenAsync(YearPeople.ModelName))!.Id, reason, "ann", at);
        diary.RequestSteps.Add((at, expected => expected.Withdraw(reason, "ann", at)));
    }
}
