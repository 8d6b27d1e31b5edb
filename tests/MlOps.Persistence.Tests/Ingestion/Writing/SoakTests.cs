using MlOps.Soak;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>The short form of scripts/soak.</summary>
[OneVersionIsEnough]
public class SoakTests
{
    [Fact]
    public Task What_was_acknowledged_is_stored_exactly_once_whatever_is_killed() =>
        AssertNothingIsLostAsync(
        new()
        {
            [Fault.WriterKilled] = 2,
            [Fault.ServerKilled] = 1,
            [Fault.ConnectionCut] = 2,
            [Fault.ServerRestarted] = 1,
            [Fault.ServerFrozen] = 1,
            [Fault.StatementTimeout] = 1,
            [Fault.SliceDropped] = 1,
            [Fault.RoleChanged] = 2,
        });

    [Fact]
    public async Task What_was_acknowledged_is_stored_exactly_once_although_the_disk_of_the_server_was_full()
    {
        Assert.SkipUnless(SmallDisk.CanMount, SmallDisk.WhyNot);
        await AssertNothingIsLostAsync(new() { [Fault.DiskFull] = 2 });
    }

    private static async Task AssertNothingIsLostAsync(Dictionary<Fault, int> counts)
    {
        var progress = new List<string>();
        var plan = new SoakPlan
        {
            Counts = counts,
            FreezeTime = TimeSpan.FromSeconds(3),
            TimeoutTime = TimeSpan.FromSeconds(3),
        };
        var result = await SoakRun.RunAsync(plan, progress.Add);
        Assert.True(result.IsClean, $"{result}\n{string.Join('\n', progress)}");
        Assert.True(result is { Predictions: > 5, Feedback: > 5, ShadowScores: > 5, Labels: > 5 }, result.ToString());
    }
}
