using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

public class ReportFileTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Name = "<script>alert(1)</script> & \"noon\"";

    [Fact]
    public async Task A_run_names_a_summary_for_programs_and_a_page_for_people()
    {
        using var directory = new TestDirectory();
        var run = await EvaluateAsync(directory.Path);

        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(run.DriftSummaryRef!));
        var root = summary.RootElement;
        Assert.Equal((Name, 60), (root.GetProperty("monitor").GetString(), root.GetProperty("predictions").GetInt32()));
        Assert.Equal(
            ["age critical", "country none"],
            root.GetProperty("results").EnumerateArray()
                .Select(result => $"{result.GetProperty("feature").GetString()} {result.GetProperty("level").GetString()}").Order());

        var page = await File.ReadAllTextAsync(run.DriftReportRef!);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;noon&quot;: ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("<td>age</td><td class=\"critical\">critical</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_judged_is_on_the_page_with_the_reason()
    {
        using var directory = new TestDirectory();
        var run = await EvaluateAsync(directory.Path, new() { LookbackHours = 1, MinSample = 30, Features = ["age", "income"] });

        Assert.Contains(
            "<td>income</td><td>No schema of the predictions has it.</td>", await File.ReadAllTextAsync(run.DriftReportRef!),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_fails_the_run_and_stores_nothing()
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "a file");
        await File.WriteAllTextAsync(file, "");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => EvaluateAsync(file));

        Assert.Contains("The report of Monitor", error.Message, StringComparison.Ordinal);
        Assert.Contains("name another directory", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("monitoring_metrics"));
    }

    [Fact]
    public void Each_window_and_each_revision_has_files_of_its_own_however_short_the_windows_are()
    {
        var (files, monitor) = (new ReportFiles("reports"), Build.ServiceMonitor());
        (string, string)[] paths =
        [
            files.FindPaths(monitor, Sample.Noon, 1), files.FindPaths(monitor, Sample.Noon, 2),
            files.FindPaths(monitor, Sample.Noon.AddSeconds(1), 1), files.FindPaths(Build.ServiceMonitor(), Sample.Noon, 1),
        ];

        Assert.Equal(8, paths.SelectMany(path => (string[])[path.Item1, path.Item2]).Distinct().Count());
    }

    private async Task<MonitoringRun> EvaluateAsync(string directory, MonitorSettings? settings = null)
    {
        await new WatchedService(Database) { Age = minute => minute }.StoreAsync(2, 2);
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(Name, settings: settings ?? new() { LookbackHours = 1, MinSample = 30 }), Sample.Noon, Sample.Noon);
        var runner = new JobRunner(tenant => Database.CreateContext(tenant), new JobRunnerOptions { ReportDirectory = directory });
        var finished = Assert.Single(await runner.RunDueAsync(Sample.Noon.AddMinutes(5)), run => run.Job != "late rows");
        return finished.Error is { } error ? throw new InvalidOperationException(error) : await context.MonitoringRuns.SingleAsync();
    }
}
