using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Retraining;
using MlOps.Persistence.Tests.Alerts;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>When the job opens requests.</summary>
public class RetrainingWorkTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    private static readonly GateThresholds EachDay = new()
    {
        RetrainEvery = TimeSpan.FromDays(1),
        RequestCoolDown = TimeSpan.FromHours(3),
        MinFeatureDriftRatio = 0.3,
    };

    private readonly ListSink<RetrainingNotice> _sink = new();
    private readonly ServiceMonitor _monitor =
        Build.ServiceMonitor(settings: new MonitorSettings { LookbackHours = 1 }, at: Sample.Noon.AddDays(-1));

    [Fact]
    public async Task The_schedule_opens_a_request_when_its_time_after_the_promotion_has_passed()
    {
        await StoreAsync(EachDay);
        await RunAsync(At(24).AddMinutes(-1));
        Assert.Empty(await OpenedAsync());

        await RunAsync(At(24));
        await RunAsync(At(48));
        Assert.Equal(["credit-risk scheduled request retraining"], await OpenedAsync());
        Assert.Contains("The last promotion was at", Assert.Single(_sink.Got).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_request_the_schedule_begins_again_and_a_cool_down_stops_drift()
    {
        await StoreAsync(EachDay);
        await RunAsync(At(24));
        await WithdrawAsync(At(25));

        await AddRunAsync(At(26), 0.9);
        await RunAsync(At(26));
        Assert.Single(await OpenedAsync());
        await RunAsync(At(27));
        Assert.Equal(
            ["credit-risk drift request retraining", "credit-risk scheduled request retraining"], (await OpenedAsync()).Order());

        await WithdrawAsync(At(28));
        await RunAsync(At(50));
        Assert.Equal(2, (await OpenedAsync()).Count);
        await RunAsync(At(51));
        Assert.Contains("The last request was at", _sink.Got[^1].Why, StringComparison.Ordinal);
    }

    [Theory, InlineData(0.29, false), InlineData(0.3, true)]
    public async Task Drift_opens_a_request_from_the_share_on_that_the_policy_asks_for(double ratio, bool opens)
    {
        await StoreAsync(EachDay);
        await AddRunAsync(At(2), ratio);
        await RunAsync(At(2));
        Assert.Equal(opens ? ["credit-risk drift request retraining"] : [], await OpenedAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Without_a_share_the_drift_of_the_data_set_counts(bool hasDrifted)
    {
        await StoreAsync(EachDay with { MinFeatureDriftRatio = 0 });
        await AddRunAsync(At(2), 0.9, hasDrifted);
        await RunAsync(At(2));
        Assert.Equal(hasDrifted ? 1 : 0, (await OpenedAsync()).Count);
    }

    [Fact]
    public async Task Only_the_newest_window_counts()
    {
        await StoreAsync(EachDay);
        await AddRunAsync(At(2), 0.9);
        await AddRunAsync(At(3), 0.1);
        await RunAsync(At(3));
        Assert.Empty(await OpenedAsync());
    }

    [Fact]
    public async Task A_window_in_which_the_champion_did_not_serve_all_the_time_is_no_reason()
    {
        await StoreAsync(EachDay);
        await AddRunAsync(At(1).AddMinutes(-1), 0.9);
        await RunAsync(At(1));
        Assert.Empty(await OpenedAsync());
        await AddRunAsync(At(1), 0.9);
        await RunAsync(At(1));
        Assert.Single(await OpenedAsync());
    }

    [Fact]
    public async Task A_window_before_the_last_request_is_no_reason_again()
    {
        await StoreAsync(EachDay with { RetrainEvery = null });
        await AddRunAsync(At(2), 0.9);
        await RunAsync(At(2));
        await WithdrawAsync(At(3));
        await RunAsync(At(20));
        Assert.Single(await OpenedAsync());
        await AddRunAsync(At(20), 0.9);
        await RunAsync(At(20));
        Assert.Equal(2, (await OpenedAsync()).Count);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_opens_no_second_one()
    {
        await StoreAsync(EachDay with { RequestCoolDown = TimeSpan.Zero });
        await RunAsync(At(24));
        await WithdrawAsync(At(24));
        await AddRunAsync(At(20), 0.9);
        await RunAsync(At(20));
        await RunAsync(At(47));
        Assert.Single(await OpenedAsync());
    }

    [Fact]
    public async Task Without_a_policy_or_with_two_nothing_is_requested()
    {
        await StoreAsync(null);
        await AddRunAsync(At(2), 0.9, true);
        await RunAsync(At(48));
        Assert.Empty(await OpenedAsync());

        await using (var context = Database.CreateContext())
        {
            context.AddRange(Build.RetrainingPolicy("a", EachDay), Build.RetrainingPolicy("b", EachDay));
            await context.SaveChangesAsync();
        }

        await RunAsync(At(49));
        Assert.Empty(await OpenedAsync());
        Assert.Equal(
            ["[]", "[\"credit-risk\"]"], await Database.ColumnAsync("SELECT outcome->>'ambiguous' FROM ml_job_runs ORDER BY due_at"));
    }

    [Fact]
    public async Task The_rows_of_another_tenant_open_and_stop_nothing()
    {
        await StoreAsync(EachDay);
        await using (var other = Database.CreateContext(Other))
        {
            var theirs = EachDay with { RetrainEvery = TimeSpan.FromHours(1) };
            other.AddRange(Build.Model(), Build.RetrainingRequest(at: At(23)), Build.RetrainingPolicy("theirs", theirs));
            await other.SaveChangesAsync();
        }

        await RunAsync(At(20));
        Assert.Equal(["credit-risk manual ann"], await OpenedAsync());
        await RunAsync(At(24));
        Assert.Equal(["credit-risk manual ann", "credit-risk scheduled request retraining"], await OpenedAsync());
        Assert.Single(_sink.Got);
    }

    [Fact]
    public async Task Processes_at_once_open_one()
    {
        await StoreAsync(EachDay);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Runner().RunDueAsync(At(24)))));
        Assert.Single(await OpenedAsync());
        Assert.Single(_sink.Got);
    }

    [Fact]
    public async Task The_request_of_a_version_that_was_promoted_without_the_gate_is_withdrawn()
    {
        await StoreAsync(EachDay);
        await RunAsync(At(24));
        await using (var context = Database.CreateContext())
        {
            var model = await new ModelRepository(context).FindAsync("credit-risk");
            var version = context.Add(Build.ModelVersion(model!, "2", at: At(25))).Entity;
            context.Add(Build.StageTransition(version, at: At(25)));
            (await new RetrainingRequestRepository(context).FindOpenAsync(version.ModelName))!.Answer(version, At(25));
            await context.SaveChangesAsync();
            await new ModelVersionRepository(context).PromoteAsync("credit-risk", "2", new StageChange("ann", "better", At(26)));
        }

        await RunAsync(At(27));
        Assert.Equal(
            ["request retraining: Version 2 of model 'credit-risk' was promoted without the gate."],
            await Database.ColumnAsync("SELECT closed_by || ': ' || withdrawal_reason FROM ml_retraining_requests"));
    }

    private static DateTimeOffset At(double hour) => Sample.Noon.AddHours(hour);

    private Task<List<string>> OpenedAsync() => Database.ColumnAsync(
        "SELECT concat_ws(' ', model_name, trigger_reason, requested_by) FROM ml_retraining_requests ORDER BY 1");

    private async Task StoreAsync(GateThresholds? thresholds)
    {
        var model = Build.Model(at: At(-1));
        var version = Build.ModelVersion(model, at: At(-1));
        List<Entity> entities = [model, version, Build.StageTransition(version, at: At(-1)), _monitor];
        if (thresholds is not null)
            entities.Add(Build.RetrainingPolicy(thresholds: thresholds));

        await using var context = Database.CreateContext();
        context.AddRange(entities);
        context.Add(DefaultJobs.RequestRetraining(Sample.Noon));
        await context.SaveChangesAsync();
        await new ModelVersionRepository(context).PromoteAsync("credit-risk", "1", new StageChange("ann", "the first", Sample.Noon));
    }

    private async Task AddRunAsync(DateTimeOffset end, double ratio, bool hasDrifted = false)
    {
        await using var context = Database.CreateContext();
        context.Add(MonitoringRun.Record(
            _monitor, end, 1, new MonitoringFindings { FeatureDriftRatio = ratio, DatasetDriftDetected = hasDrifted }, 0,
            new WindowHashes(1, 2, 3), end));
        await context.SaveChangesAsync();
    }

    private async Task WithdrawAsync(DateTimeOffset at)
    {
        await using var context = Database.CreateContext();
        var requests = new RetrainingRequestRepository(context);
        await requests.WithdrawAsync((await requests.FindOpenAsync("credit-risk"))!.Id, "not now", "ann", at);
    }

    private JobRunner Runner()
    {
        var options = new JobRunnerOptions();
        options.Retraining.Sinks.Add(_sink);
        return new JobRunner(tenant => Database.CreateContext(tenant), options);
    }

    // A run for a time before the last one is possible only by name.
    private async Task RunAsync(DateTimeOffset at) =>
        Assert.All(await Runner().RunAsync("request retraining", at), run => Assert.Null(run.Error));
}
