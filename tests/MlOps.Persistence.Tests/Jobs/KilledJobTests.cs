using MlOps.Soak;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>The short form of what scripts/long does.</summary>
[OneVersionIsEnough]
public class KilledJobTests
{
    [Fact]
    public async Task No_window_is_missing_doubled_or_half_although_processes_are_killed()
    {
        var progress = new List<string>();

        var result = await JobSoak.RunAsync(new JobSoakPlan(), progress.Add);

        Assert.True(result.IsClean, $"{result}\n{string.Join('\n', progress)}");
        Assert.Equal(120, result.Windows);
    }
}
