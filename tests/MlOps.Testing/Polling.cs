using System.Diagnostics;

namespace MlOps.Testing;

/// <summary>Waits for what happens in the background, up to a deadline, so that no test sleeps.</summary>
public static class Polling
{
    /// <summary>How long tests wait by default. A busy machine may need most of it to start a process that starts a server.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="happened">Asks whether it has happened.</param>
    /// <param name="what">What should happen, as the end of a sentence: "the prediction is stored".</param>
    /// <param name="patience">How long to wait; by default <see cref="Patience"/>.</param>
    /// <exception cref="TimeoutException">It has not happened in that time.</exception>
    public static async Task UntilAsync(Func<Task<bool>> happened, string what, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var watch = Stopwatch.StartNew();
        while (!await happened())
        {
            if (watch.Elapsed > (patience ?? Patience))
                throw new TimeoutException($"After {watch.Elapsed} still not: {what}");

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
