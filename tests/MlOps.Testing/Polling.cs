using System.Diagnostics;

namespace MlOps.Testing;

/// <summary>Waits for a condition, up to a deadline.</summary>
internal static class Polling
{
    // A busy machine may need most of this time to start a process that starts a server.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task UntilAsync(Func<Task<bool>> happened, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await happened())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"After {watch.Elapsed} still not: {what}");

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
