using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Tests.Monitoring;
using MlOps.Persistence.Tests.Statistics;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class MonitoringTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/monitoring.md";

    [Theory, InlineData("monitor", 0), InlineData("jobs", 1)]
    public void The_page_shows_the_samples_that_are_tested(string name, int place) =>
        Assert.Equal(Documents.Sample("MonitoringSample.cs", name), Documents.CSharpOf(Page)[place]);

    [Fact]
    public async Task An_application_evaluates_the_monitor_of_the_page_and_writes_its_reports_where_the_page_says()
    {
        await new WatchedService(Database, "churn-api") { Age = minute => minute }.StoreAsync(3, 3);
        await using var context = Database.CreateContext();
        await MonitoringSample.AddAsync(context, Sample.Noon);
        using var reports = new TestDirectory();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:MlOps", Database.ConnectionString)]);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Sample.Noon.AddMinutes(6)));
        MonitoringSample.AddJobs(builder, Database.OwnerConnectionString, reports.Path);

        using (var host = builder.Build())
        {
            await host.StartAsync();
            await Polling.UntilAsync(() => context.MonitoringRuns.AnyAsync(), "the window is evaluated");
            await host.StopAsync();
        }

        var run = await context.MonitoringRuns.SingleAsync();
        Assert.Equal(Path.Combine(reports.Path, $"{run.MonitorId}", "20260301T120000Z-1.html"), run.DriftReportRef);
        Assert.True(File.Exists(run.DriftReportRef));
        // Fewer than 100 predictions an hour are not judged.
        Assert.Equal((60, 0), (run.NumPredictions, run.NumDriftedFeatures));
    }

    [Fact]
    public async Task The_sql_of_the_page_reads_the_newest_revision_of_each_window()
    {
        var monitor = Build.ServiceMonitor("churn hourly");
        await using var context = Database.CreateContext();
        context.Add(monitor);
        foreach (var (hour, revision) in ((int, int)[])[(0, 1), (0, 2), (1, 1)])
        {
            context.Add(WatchedRun.Of(
                monitor, Sample.Noon.AddHours(hour), revision, new MonitoringFindings { NumPredictions = revision }));
        }

        await context.SaveChangesAsync();
        var blocks = Documents.BlocksOf(Page, "sql").ToList();

        Assert.Equal(
            ["1 2026-03-01 13:00:00+00", "2 2026-03-01 12:00:00+00"],
            await Database.ColumnAsync($"SELECT num_predictions || ' ' || window_end FROM ({blocks[0]}) AS found"));
        await using var reader = Database.CreateReaderContext();
        foreach (var block in blocks)
            await reader.AskAsync(_ => true, block);
    }

    [Fact]
    public async Task The_page_names_each_column_of_a_window()
    {
        var columns = await Database.ColumnAsync(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'monitoring_metrics' " +
            "AND column_name NOT IN ('id', 'tenant_id', 'created_at')");
        Assert.All(columns, column => Assert.Contains($"`{column}`", Documents.Read(Page), StringComparison.Ordinal));
    }
}
