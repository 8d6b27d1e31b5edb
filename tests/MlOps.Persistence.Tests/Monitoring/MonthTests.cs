using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Persistence.Tests.Monitoring.Months;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

/// <summary>
/// Thirty days of a service, with outages of the service, of its network and of the jobs, with labels that come days later and are
/// corrected, and with a week of drift. Each number that monitors stored, but for hashes, is computed once more without SQL.
/// </summary>
[OneVersionIsEnough]
public class MonthTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Seed = 20260301;

    private readonly List<KnownPrediction> _predictions = MonthScript.Create(Seed);

    [Fact]
    public async Task Every_number_that_monitors_store_in_a_month_is_right()
    {
        await PlayAsync();

        await using var context = Database.CreateContext();
        var (rows, counts) = (await StoredRuns.ReadAsync(context, "rows"), await StoredRuns.ReadAsync(context, "counts"));
        AssertWindows(rows, MonthScript.Start);
        AssertWindows(counts, MonthScript.Reference.End);
        AssertBins(counts);
        AssertNumbers(rows, []);
        AssertNumbers(counts, counts.Bins);
        await AssertAlertsAsync(context);
        await AssertOtherTenantAsync();
    }

    private async Task PlayAsync()
    {
        var (service, jobs) = (new MonthService(Database, _predictions), new MonthJobs(Database));
        await service.StoreSchemasAsync();
        await jobs.StartAsync();
        var before = MonthScript.Start;
        foreach (var now in MonthScript.Ticks)
        {
            await Database.PassAsync(now - before);
            await service.StoreAsync(now);
            if (MonthScript.RunsJobs(now))
                await jobs.RunAsync(now);

            before = now;
        }

        await jobs.SettleAsync(MonthScript.End);
    }

    // Each window once, and its revisions without a gap.
    private static void AssertWindows(StoredRuns month, DateTimeOffset after)
    {
        var length = TimeSpan.FromHours(MonthScript.WindowHours);
        var windows = month.Runs.GroupBy(run => run.WindowEnd).ToList();
        Assert.Equal(
            Enumerable.Range(1, (int)((MonthScript.End - after) / length)).Select(i => after + (i * length)),
            windows.Select(window => window.Key));
        Assert.All(windows, window => Assert.Equal(Enumerable.Range(1, window.Count()), window.Select(run => run.Revision!.Value)));
        Assert.True(windows.Count(window => window.Count() > 1) > windows.Count / 2, "Late labels have changed few windows.");
        Assert.Contains(windows, window => window.Count() > 3);
        Assert.Contains(windows, window => window.Last().NumPredictions == 0);
    }

    // They are those of the reference as it was at the first run.
    private void AssertBins(StoredRuns month)
    {
        Assert.Equal(["age", "country", "country", "income", "plan"], month.Bins.Select(bins => bins.FeatureName).Order());
        var reference = new KnownPredictions(_predictions, month.Bins[0].CreatedAt).List(MonthScript.Reference);
        AssertDeciles(Find("age"), reference.Select(row => row.Age));
        AssertDeciles(Find("income"), reference.Select(row => row.Income));
        Assert.Equal(["b", "p", "s"], Find("plan").Categories!);
        Assert.Equal(["de", "fr", "it"], Find("country").Categories!);
        var segments = KnownSegment.Largest("country", reference, month.Monitor.SegmentCap);
        Assert.Equal(
            segments.Select(segment => segment.Name).OfType<string>().Order(StringComparer.Ordinal),
            month.Bins.Single(bins => bins.AreSegments).Categories!);

        FeatureBins Find(string feature) => month.Bins.Single(bins => !bins.AreSegments && bins.FeatureName == feature);
    }

    private static void AssertDeciles(FeatureBins bins, IEnumerable<double?> values)
    {
        var sample = NumberSample.FromValues(values);
        Assert.Equal(9, bins.ComparedEdges!.Length);
        Assert.All(bins.ComparedEdges.Index(), edge => Assert.Equal(sample.Quantile((edge.Index + 1) / 10.0)!.Value, edge.Item, 9));
    }

    private void AssertNumbers(StoredRuns month, IReadOnlyList<FeatureBins> bins)
    {
        var numbers = 0;
        foreach (var run in month.Runs)
        {
            // The newest revision is right at the end of the month, and each one when it was made.
            var isNewest = month.Runs.Last(other => other.WindowEnd == run.WindowEnd) == run;
            var stored = month.List(run);
            foreach (var time in (DateTimeOffset[])(isNewest ? [run.CreatedAt, DateTimeOffset.MaxValue] : [run.CreatedAt]))
            {
                var expected = ExpectedRun.List(
                    month.Monitor, bins, new KnownPredictions(_predictions, time), month.Monitor.FindWindow(run.WindowEnd));
                Facts.AssertEqual(expected, stored, $"'{month.Monitor.Name}' until {run.WindowEnd:u}, revision {run.Revision} of {time:u}");
            }

            numbers += stored.Count;
        }

        Assert.True(numbers > 20_000, $"There were {numbers} numbers.");
    }

    private static async Task AssertAlertsAsync(MlOpsDbContext context)
    {
        var alerts = await context.Alerts.OrderBy(alert => alert.FiredAt).ToListAsync();
        var (first, counts) = (alerts[0], Assert.Single(alerts, alert => alert.Subject == "counts"));
        var delay = TimeSpan.FromHours(MonthScript.WindowHours + 1);
        Assert.InRange(first.FiredAt, MonthScript.Drift.Start.AddHours(MonthScript.WindowHours), MonthScript.Drift.Start + delay);
        Assert.InRange(counts.FiredAt, MonthScript.Drift.Start.AddHours(MonthScript.WindowHours), MonthScript.Drift.Start + delay);
        Assert.InRange(
            counts.ResolvedAt!.Value, MonthScript.Drift.End.AddHours(MonthScript.WindowHours), MonthScript.Drift.End + delay);

        // To a reference that is the window before, the end of the drift is a change too.
        Assert.Equal(2, alerts.Count(alert => alert.Subject == "rows"));
    }

    private async Task AssertOtherTenantAsync()
    {
        await using var context = Database.CreateContext(MonthService.OtherTenant);
        var month = await StoredRuns.ReadAsync(context, "rows");
        var newest = month.Runs.GroupBy(run => run.WindowEnd).Select(window => window.Last()).ToList();
        Assert.Equal(MonthScript.Days / MonthJobs.DaysOfOther, newest.Count);
        Assert.All(
            newest, run => Assert.Equal((3, 3, 0.99), (run.NumPredictions, run.NumLabelled, Math.Round(run.ProbabilityMean!.Value, 9))));
    }
}
