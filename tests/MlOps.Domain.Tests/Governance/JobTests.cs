using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Governance;

public class JobTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly JobSchedule Hourly = new(TimeSpan.FromHours(1));

    [Fact]
    public void A_job_is_due_first_when_it_is_defined_or_at_the_next_due_time()
    {
        Assert.Equal(Noon, Job.Define("views", JobKind.RefreshViews, Hourly, Noon).NextDueAt);
        Assert.Equal(Noon.AddHours(1), Job.Define("views", JobKind.RefreshViews, Hourly, Noon.AddMinutes(1)).NextDueAt);
    }

    [Fact]
    public void The_job_of_a_monitor_is_due_its_delay_after_the_end_of_each_window()
    {
        var settings = new MonitorSettings { Every = TimeSpan.FromHours(1), Delay = TimeSpan.FromMinutes(90) };
        var monitor = ServiceMonitor.Define("hourly", "churn", "oracle", Noon, settings);
        monitor.BelongTo(Sample.Tenant);

        var job = Job.Watch(monitor, Noon, Noon);

        Assert.Equal((Noon.AddMinutes(90), "monitor hourly", monitor.Id), (job.NextDueAt, job.Name, job.MonitorId));
        Assert.Equal((JobKind.Monitor, Sample.Tenant), (job.Kind, job.TenantId));
        Assert.Equal(Noon.AddMinutes(150), job.Schedule.FindNext(job.NextDueAt));
    }

    [Fact]
    public void A_job_without_a_monitor_cannot_evaluate_windows() =>
        Refused.Value("Kind", "Monitor", () => Job.Define("x", JobKind.Monitor, Hourly, Noon));

    [Fact]
    public void A_job_can_be_disabled_and_enabled()
    {
        var job = Job.Define("views", JobKind.RefreshViews, Hourly, Noon);
        Refused.Transition(() => job.Enable(Noon), "Job 'views'", "already enabled");

        job.Disable(Noon.AddHours(1));

        Assert.Equal((false, Noon.AddHours(1)), (job.IsEnabled, job.UpdatedAt));
        Refused.Transition(() => job.Disable(Noon), "already disabled");
        job.Enable(Noon.AddHours(2));
        Assert.True(job.IsEnabled);
    }
}
