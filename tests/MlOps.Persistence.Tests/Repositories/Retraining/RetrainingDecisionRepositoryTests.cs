using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class RetrainingDecisionRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_decision_is_read_back_field_by_field()
    {
        var decision = RetrainingPopulation.Rejection();
        await StoreAsync(decision);
        await using var context = Database.CreateContext();
        var read = await new RetrainingDecisionRepository(context).FindAsync(decision.Id, default);
        Assert.Empty(Fields.Differences(context, decision, read!));
        Assert.Null(await new RetrainingDecisionRepository(context).FindAsync(Guid.CreateVersion7(), default));
    }

    [Fact]
    public async Task The_latest_decisions_come_newest_first_of_all_models_or_of_one()
    {
        await StoreAsync(Promotion("a", 1), Promotion("b", 3), Promotion("a", 2), Promotion(null, 4));
        await using var context = Database.CreateContext();
        var decisions = new RetrainingDecisionRepository(context);
        Assert.Equal([4, 3], await Hours(decisions.StreamRecentAsync(null, 2)));
        Assert.Equal([2, 1], await Hours(decisions.StreamRecentAsync("a", 9)));
        Assert.Empty(await Hours(decisions.StreamRecentAsync("a", 0)));
    }

    [Fact]
    public async Task Decisions_are_counted_by_action()
    {
        await using var context = Database.CreateContext();
        Assert.Empty(await new RetrainingDecisionRepository(context).CountByActionAsync(default));
        await StoreAsync(Promotion("a", 1), Promotion("a", 2), RetrainingPopulation.Rejection());
        var counts = await new RetrainingDecisionRepository(context).CountByActionAsync(default);
        Assert.Equal((2, 1), (counts[RetrainingAction.Promote], counts[RetrainingAction.Reject]));
    }

    private static RetrainingDecision Promotion(string? model, int hour) => RetrainingDecision.Promote(
        TriggerReason.Scheduled, Sample.Noon.AddHours(hour), new DecisionEvidence { ModelName = model });

    private static ValueTask<List<int>> Hours(IAsyncEnumerable<RetrainingDecision> decisions) =>
        decisions.Select(decision => (decision.Timestamp - Sample.Noon).Hours).ToListAsync();

    private async Task StoreAsync(params RetrainingDecision[] decisions)
    {
        await using var context = Database.CreateContext();
        foreach (var decision in decisions)
            new RetrainingDecisionRepository(context).Add(decision);

        await context.SaveChangesAsync();
    }
}
