using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Retraining;
using MlOps.Persistence.Tests.Alerts;
using MlOps.Persistence.Tests.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The monitors and alert rules, and the process that runs the jobs as the owner.</summary>
internal sealed class YearJobs(TestDatabase database)
{
    public const string Halves = "half by half";
    public const string Winter = "beside the winter";
    public const string Spring = "beside the spring";
    public const string Quiet = "quiet";
    public const string DriftRule = "features drifted";
    public const string ErrorRule = "too many errors";

    private readonly FakeTimeProvider _clock = new(YearScript.Start);

    public ListSink<AlertNotice> Alerts { get; } = new();

    public ListSink<RetrainingNotice> Requests { get; } = new();

    public async Task StartAsync()
    {
        await using var context = database.CreateContext();
        context.Add(DefaultJobs.EvaluateAlerts(YearScript.Start));
        context.Add(DefaultJobs.RequestRetraining(YearScript.Start));
        context.Add(DefaultAlertRules.Create(YearScript.Start).Single(rule => rule.Name == DriftRule));
        context.Add(AlertRule.Define(
            ErrorRule, AlertMetrics.ErrorRate, AlertCondition.Above, YearScript.TooManyErrors, YearScript.ErrorWindow, AlertLevel.Critical,
            YearScript.Start, clearThreshold: YearScript.FewErrors));
        await StartAsync(context, Halves, YearScript.HalfByHalf, YearScript.Week(YearScript.FirstWindow), YearScript.Start);
        await StartAsync(context, Winter, YearScript.BesideWinter, YearScript.Week(YearScript.FirstBesideWinter), YearScript.Start);
        await new MonitorRepository(context).StartAsync(
            ServiceMonitor.Define(
                Quiet, YearNeighbours.QuietModel, YearService.QuietName, YearScript.Start, YearScript.OfQuietService),
            YearScript.Week(YearScript.FirstWindow),
            YearScript.Start);
    }

    /// <summary>Goes on with a monitor whose reference is after the drift, and ends the one whose reference is before it.</summary>
    public async Task ReplaceWinterAsync(DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        await StartAsync(context, Spring, YearScript.BesideSpring, at, at);
        var monitor = await context.Monitors.SingleAsync(found => found.Name == Winter);
        (await context.Jobs.SingleAsync(job => job.MonitorId == monitor.Id)).Disable(at);
        await context.SaveChangesAsync();
    }

    /// <summary>What is due in a week, and then the jobs that read what the others have stored.</summary>
    public async Task RunAsync(int week)
    {
        var times = YearScript.JobTimes(week).ToList();
        _clock.SetUtcNow(times[0]);
        AssertDone(await Runner().RunDueAsync(times[0]));
        _clock.SetUtcNow(times[1]);
        AssertDone(await Runner().RunAsync("evaluate alerts", times[1]));
        AssertDone(await Runner().RunAsync("request retraining", times[1]));
    }

    /// <summary>Goes on until all that arrived late was looked at.</summary>
    public Task SettleAsync() => Polling.UntilAsync(
        async () =>
        {
            await database.PassAsync(TimeSpan.FromHours(1));
            AssertDone(await Runner().RunAsync("late rows", _clock.GetUtcNow()));
            return await database.ScalarAsync<bool>(
                """
                SELECT min((j.state ->> 'doneUntil')::timestamptz) >
                        (SELECT max(greatest(p.received_at, p.label_received_at)) FROM ml_predictions p)
                    AND NOT EXISTS (SELECT 1 FROM ml_reopened_windows)
                FROM ml_jobs j WHERE j.kind = 'late_rows'
                """);
        },
        "everything that arrived was looked at");

    private static Task<Job> StartAsync(
        MlOpsDbContext context, string name, MonitorSettings settings, DateTimeOffset from, DateTimeOffset at) =>
        new MonitorRepository(context).StartAsync(
            ServiceMonitor.Define(name, YearPeople.ModelName, YearService.Name, at, settings), from, at);

    private static void AssertDone(IReadOnlyList<FinishedJob> runs) => Assert.All(runs, run => Assert.Null(run.Error));

    private JobRunner Runner()
    {
        var options = new JobRunnerOptions();
        options.Alerts.Sinks.Add(Alerts);
        options.Retraining.Sinks.Add(Requests);
        return new JobRunner(tenant => database.CreateOwnerContext(tenant), options, _clock);
    }
}
