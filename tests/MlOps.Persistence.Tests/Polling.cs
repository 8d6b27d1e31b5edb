using System.Diagnostics;

namespace MlOps.Persistence.Tests;

/// <summary>Waits for what happens elsewhere, and not for ever.</summary>
internal static class Polling
{
    public static async Task UntilAsync(Func<Task<bool>> happened, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await happened())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"After {watch.Elapsed} still not: {what}");

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
