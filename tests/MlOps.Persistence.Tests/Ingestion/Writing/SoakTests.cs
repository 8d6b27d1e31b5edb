using MlOps.Soak;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>The short form of scripts/soak.</summary>
public class SoakTests
{
    [Fact]
    public async Task What_was_acknowledged_is_stored_exactly_once_whatever_is_killed()
    {
        var progress = new List<string>();
        var result = await SoakRun.RunAsync(new SoakPlan(WriterKills: 2, ServerKills: 1, Cuts: 2), progress.Add);
        Assert.True(result.IsClean, $"{result}\n{string.Join('\n', progress)}");
        Assert.True(result is { Predictions: > 5, Feedback: > 5, Labels: > 5 }, result.ToString());
    }
}
