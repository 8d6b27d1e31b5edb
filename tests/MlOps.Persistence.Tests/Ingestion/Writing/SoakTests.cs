using MlOps.Soak;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>The short form of scripts/soak.</summary>
public class SoakTests
{
    [Fact]
    public Task What_was_acknowledged_is_stored_exactly_once_whatever_is_killed() =>
        AssertNothingIsLostAsync(new SoakPlan(WriterKills: 2, ServerKills: 1, Cuts: 2, Restarts: 1, FullDisks: 0));

    [Fact]
    public async Task What_was_acknowledged_is_stored_exactly_once_although_the_disk_of_the_server_was_full()
    {
        Assert.SkipUnless(SmallDisk.CanMount, SmallDisk.WhyNot);
        await AssertNothingIsLostAsync(new SoakPlan(WriterKills: 0, ServerKills: 0, Cuts: 0, Restarts: 0, FullDisks: 2));
    }

    private static async Task AssertNothingIsLostAsync(SoakPlan plan)
    {
        var progress = new List<string>();
        var result = await SoakRun.RunAsync(plan, progress.Add);
        Assert.True(result.IsClean, $"{result}\n{string.Join('\n', progress)}");
        Assert.True(result is { Predictions: > 5, Feedback: > 5, Labels: > 5 }, result.ToString());
    }
}
