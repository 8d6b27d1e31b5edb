using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class GateRepositoryTests(TestDatabase database) : GateTest(database)
{
    [Fact]
    public async Task A_better_challenger_is_promoted_with_all_that_belongs_to_it()
    {
        await StoreAsync(Usual, Draw(0.3, 0.1));

        var decision = await RunAsync();

        Assert.Equal((RetrainingAction.Promote, 1000, 100.0), (decision.Action, decision.LabeledSamples, decision.CoveragePct));
        Assert.Equal(
            ["1 Archived", "2 Production"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', model_version, stage) FROM model_versions WHERE stage IN ('Archived', 'Production') ORDER BY 1"));
        Assert.Equal(
            [$"2 {decision.Id}"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', model_version, decision_id) FROM model_stage_transitions " +
                "WHERE decision_id IS NOT NULL AND to_stage = 'Production'"));
        await using var context = Database.CreateContext();
        Assert.Equal("2", (await new ModelVersionRepository(context).FindProductionAtAsync(ModelName, Sample.Noon))!.Version);
        var stored = (await new RetrainingDecisionRepository(context).FindAsync(decision.Id))!;
        var findings = stored.DecisionDetails!.As<Dictionary<string, Json>>()!["findings"];
        Assert.Equal(Json.From(Gate.Judge(stored.ReadEvidence()).Findings), findings);
        Assert.NotNull(stored.DecidedLogin);
    }

    [Fact]
    public async Task A_worse_challenger_is_rejected_with_reasons_and_nothing_else_changes()
    {
        await StoreAsync(Usual, Draw(0.1, 0.3));

        var decision = await RunAsync();

        Assert.Equal((RetrainingAction.Reject, 2), (decision.Action, decision.RejectionReasons.Count));
        Assert.Equal(["1"], await InProductionAsync());
        Assert.Equal(1, await Database.CountAsync("retraining_decisions"));
    }

    [Fact]
    public async Task Of_many_gates_at_once_one_wins_and_the_others_are_told()
    {
        await StoreAsync(Usual, Draw(0.3, 0.1));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(TryAsync)));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<string>(), told => Assert.Contains("'2'", told, StringComparison.Ordinal));
        Assert.Equal(["2"], await InProductionAsync());
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM retraining_decisions WHERE action = 'promote'"));

        async Task<string?> TryAsync()
        {
            try
            {
                return (await RunAsync()) is { Action: RetrainingAction.Promote } ? null : "rejected, since '2' serves";
            }
            catch (MlOpsException e)
            {
                return e.Message;
            }
        }
    }

    [Fact]
    public async Task A_segment_that_nothing_has_is_refused_by_its_name()
    {
        await StoreAsync(Usual with { SegmentFeature = "planet" }, Draw(0.3, 0.1));
        var refused = await Assert.ThrowsAsync<InvalidValueException>(RunAsync);
        Assert.Equal("SegmentFeature", refused.Property);
        Assert.Contains("'planet'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_policy_is_told_so_and_one_with_several_must_name_one()
    {
        await using var context = Database.CreateContext();
        var policies = new RetrainingPolicyRepository(context);
        async Task<string> FailAsync(string? name = null) =>
            (await Assert.ThrowsAsync<MlOpsException>(() => policies.GetForModelAsync(ModelName, name))).Message;

        Assert.Contains("There is no retraining policy for model", await FailAsync(), StringComparison.Ordinal);
        foreach (var (name, model) in new[] { ("all", null), ("strict", null), ("other", "other"), ("own", ModelName) })
            policies.Add(RetrainingPolicy.Define(name, Usual, "ann", Sample.Noon, model));

        await context.SaveChangesAsync();
        Assert.Equal("own", (await policies.GetForModelAsync(ModelName, null)).Name);
        Assert.Equal("strict", (await policies.GetForModelAsync(ModelName, "strict")).Name);
        Assert.Contains("'other'", await FailAsync("other"), StringComparison.Ordinal);
        Assert.Contains(
            "all, strict",
            (await Assert.ThrowsAsync<MlOpsException>(() => policies.GetForModelAsync("third", null))).Message,
            StringComparison.Ordinal);
    }
}
