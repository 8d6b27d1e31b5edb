using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring.Months;

/// <summary>The monitors and the alert rule of the month, and the process that runs the jobs of both tenants as the owner.</summary>
internal sealed class MonthJobs(TestDatabase database)
{
    public static readonly MonitorSettings OfRows = new()
    {
        Every = TimeSpan.FromHours(MonthScript.WindowHours),
        LookbackHours = MonthScript.WindowHours,
        MinSample = 15,
        SegmentFeature = "country",
        SegmentCap = 2,
        Rules =
        [
            new MonitorRule(DriftMethods.KsAsymp, 0.001, 1e-9, "age"),
            new MonitorRule(DriftMethods.PsiSturges, 0.7, 2),
            new MonitorRule(DriftMethods.PsiCategories, 0.4, 0.8),
        ],
    };

    public static readonly MonitorSettings OfCounts = OfRows with
    {
        Reference = MonitorReference.Fixed(MonthScript.Reference),
        Rules = [new MonitorRule(DriftMethods.PsiEdges, 0.5, 1), new MonitorRule(DriftMethods.PsiNamed, 0.3, 0.6)],
    };

    /// <summary>From one window of the other tenant's monitor to the next.</summary>
    public const int DaysOfOther = 3;

    private readonly FakeTimeProvider _clock = new(MonthScript.Start);

    /// <summary>By rows, and by the counts of the first reference's bins; and one of the other tenant.</summary>
    public async Task StartAsync()
    {
        await using var context = database.CreateContext();
        context.Add(DefaultJobs.EvaluateAlerts(MonthScript.Start));
        context.Add(DefaultAlertRules.Create(MonthScript.Start).Single(rule => rule.Name == "features drifted"));
        await StartAsync(context, "rows", OfRows, MonthScript.Start.AddHours(MonthScript.WindowHours));
        await StartAsync(context, "counts", OfCounts, MonthScript.Reference.End.AddHours(MonthScript.WindowHours));
        await using var other = database.CreateContext(MonthService.OtherTenant);
        var seldom = new MonitorSettings { Every = TimeSpan.FromDays(DaysOfOther), LookbackHours = 1, MinSample = 1 };
        await StartAsync(other, "rows", seldom, MonthScript.Start.AddDays(1));
    }

    /// <summary>What is due at a time, and a little later, since an alert is of what was stored before it.</summary>
    public async Task RunAsync(DateTimeOffset now)
    {
        var runner = new JobRunner(tenant => database.CreateOwnerContext(tenant), clock: _clock);
        foreach (var minutes in (int[])[5, 30])
        {
            _clock.SetUtcNow(now.AddMinutes(minutes));
            Assert.All(await runner.RunDueAsync(now.AddMinutes(minutes)), run => Assert.Null(run.Error));
        }
    }

    /// <summary>Goes on until all that arrived late was looked at.</summary>
    public Task SettleAsync(DateTimeOffset now) => Polling.UntilAsync(
        async () =>
        {
            await database.PassAsync(TimeSpan.FromHours(1));
            var runner = new JobRunner(tenant => database.CreateOwnerContext(tenant), clock: _clock);
            await database.ExecuteAsync($"UPDATE ml_jobs SET next_due_at = '{now:O}' WHERE kind = 'late_rows'");
            Assert.All(await runner.RunDueAsync(now), run => Assert.Null(run.Error));
            return await database.ScalarAsync<bool>(
                """
                SELECT min((j.state ->> 'doneUntil')::timestamptz) >
                        (SELECT max(greatest(p.received_at, p.label_received_at)) FROM ml_predictions p)
                    AND NOT EXISTS (SELECT 1 FROM ml_reopened_windows)
                FROM ml_jobs j WHERE j.kind = 'late_rows'
                """);
        },
        "everything that arrived was looked at");

    private static Task<Job> StartAsync(MlOpsDbContext context, string name, MonitorSettings settings, DateTimeOffset from) =>
        new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(name, MonthService.Name, settings, MonthScript.Start), from, MonthScript.Start);
}
