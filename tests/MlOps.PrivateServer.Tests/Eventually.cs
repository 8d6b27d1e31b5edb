using MlOps.PrivateServer.Processes;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests;

/// <summary>Waits for a condition, and fails if it does not become true.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        var deadline = new Deadline(TimeProvider.System, Polling.Patience);
        while (!await condition())
            Assert.True(await deadline.WaitAsync(CancellationToken.None), "It did not happen.");
    }

    public static Task IsTrueAsync(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));
}
