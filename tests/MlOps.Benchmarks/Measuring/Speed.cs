using System.Diagnostics;

namespace MlOps.Benchmarks.Measuring;

/// <summary>How fast something is.</summary>
internal static class Speed
{
    public const string Unit = "rows/s";

    /// <summary>How many of so many rows it does in a second.</summary>
    public static async Task<double> OfAsync(int rows, Func<Task> work) => rows / (await TimeAsync(work)).TotalSeconds;

    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        // What came before leaves nothing behind for this one to clean up.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }
}
