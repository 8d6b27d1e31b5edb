using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Governance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>Who has no access to the process of a writer sees in the database what it does.</summary>
public class WriterReportTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    private readonly FakeTimeProvider _clock = new(Sample.Noon);

    [Fact]
    public async Task A_writer_says_that_it_works_what_it_did_and_that_it_ended()
    {
        await using (var host = await StartAsync())
        {
            var first = await UntilAsync(report => true, "a first report");
            Assert.Equal((Environment.MachineName, Environment.ProcessId), (first.Host, first.ProcessId));
            Assert.Null(first.StoppedAt);
            for (var i = 0; i < 20; i++)
                await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

            var flush = host.Writer.FlushAsync();
            _clock.Advance(TimeSpan.FromSeconds(10));
            await flush;
            var second = await UntilAsync(report => report.Stored == 20, "a report of what it stored");
            Assert.Equal(first.Id, second.Id);
            Assert.NotNull(second.FlushLatency);
        }

        var last = await UntilAsync(report => report.StoppedAt is not null, "a last report");
        Assert.Equal((0, 20, null), (last.QueueLength, last.Stored, last.LastError));
    }

    [Fact]
    public async Task A_report_that_somebody_deletes_is_made_again()
    {
        await using var host = await StartAsync();
        var first = await UntilAsync(report => true, "a first report");
        await Database.ExecuteAsync("DELETE FROM ml_writers");
        Assert.Equal(first.Id, (await UntilAsync(report => report.SeenAt > first.SeenAt, "another report")).Id);
    }

    [Fact]
    public async Task The_last_error_stays_when_it_is_over()
    {
        await using var host = await StartAsync();
        await UntilAsync(report => true, "a first report");
        await Database.CloseToOthersAsync();
        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        await Polling.UntilAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(host.Writer.Statistics.Retried > 0);
            },
            "the writer tries again");
        await Database.OpenToOthersAsync();
        var report = await UntilAsync(report => report is { Stored: 1, LastError: not null }, "a report of the error");
        Assert.NotNull(report.LastErrorAt);
    }

    [Fact]
    public async Task Reports_of_long_ago_go_and_those_of_other_tenants_stay()
    {
        var other = new Guid("0195a000-0000-7000-8000-00000000000b");
        foreach (var tenant in (Guid?[])[null, other])
        {
            await using var context = Database.CreateContext(tenant);
            context.Add(Build.WriterReport("old", at: Sample.Noon.AddDays(-8)));
            context.Add(Build.WriterReport("young", at: Sample.Noon.AddDays(-6)));
            await context.SaveChangesAsync();
        }

        await using var host = await StartAsync();
        await UntilAsync(report => report.Host == Environment.MachineName, "a first report");
        Assert.Equal(
            ["old", "young", "young"],
            (await Database.ColumnAsync("SELECT host FROM ml_writers")).Where(name => name != Environment.MachineName).Order());
    }

    private Task<WriterHost> StartAsync() => WriterHost.StartAsync(
        Database.ConnectionString, addBefore: services => services.AddSingleton<TimeProvider>(_clock));

    // Time goes on while it waits.
    private async Task<WriterReport> UntilAsync(Func<WriterReport, bool> says, string what)
    {
        WriterReport? found = null;
        await Polling.UntilAsync(
            async () =>
            {
                await using var context = Database.CreateOwnerContext();
                found = (await context.WriterReports.AsNoTracking().ToListAsync()).Find(report => says(report));
                _clock.Advance(TimeSpan.FromSeconds(1));
                return found is not null;
            },
            what);
        return found!;
    }
}
