using MlOps.Domain.Monitoring;
using MlOps.Persistence.Tests.Monitoring.Expectations;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>Each number that a monitor stored, computed once more without SQL.</summary>
internal static class MonitorCheck
{
    public static async Task<List<ExpectedWindow>> RunAsync(
        MlOpsDbContext context, string monitor, IReadOnlyList<KnownPrediction> predictions, DateTimeOffset firstEnd, DateTimeOffset lastEnd)
    {
        var stored = await StoredRuns.ReadAsync(context, monitor);
        AssertWindows(stored, firstEnd, lastEnd);
        return [.. stored.Runs.Select(run => Check(stored, run, predictions))];
    }

    // Each window once, and its revisions without a gap.
    private static void AssertWindows(StoredRuns stored, DateTimeOffset firstEnd, DateTimeOffset lastEnd)
    {
        var windows = stored.Runs.GroupBy(run => run.WindowEnd).ToList();
        var count = (int)((lastEnd - firstEnd) / stored.Monitor.Every) + 1;
        Assert.Equal(Enumerable.Range(0, count).Select(i => firstEnd + (i * stored.Monitor.Every)), windows.Select(window => window.Key));
        Assert.All(windows, window => Assert.Equal(Enumerable.Range(1, window.Count()), window.Select(run => run.Revision!.Value)));
        Assert.True(windows.Count(window => window.Count() > 1) > windows.Count / 2, "Late labels have changed few windows.");
    }

    private static ExpectedWindow Check(StoredRuns stored, MonitoringRun run, IReadOnlyList<KnownPrediction> predictions)
    {
        var (monitor, facts) = (stored.Monitor, stored.List(run));
        var of = $"'{monitor.Name}' until {run.WindowEnd:u}, revision {run.Revision}";
        var expected = Expect(run.CreatedAt);
        Facts.AssertEqual(expected, facts, of);

        // The newest revision is right at the end of the year, and each one when it was made.
        if (stored.Runs.Last(other => other.WindowEnd == run.WindowEnd) == run)
            Facts.AssertEqual(Expect(DateTimeOffset.MaxValue), facts, $"{of}, at the end");

        return new ExpectedWindow(
            monitor, run, expected["drift ratio"], (int)expected["drifted features"], expected["dataset drift"] == 1,
            (int)expected["predictions"]);

        Facts Expect(DateTimeOffset known) =>
            ExpectedRun.List(monitor, stored.Bins, new KnownPredictions(predictions, known), monitor.FindWindow(run.WindowEnd));
    }
}
