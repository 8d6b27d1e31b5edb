using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Notices;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

public class AlertWorkTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly ListSink<AlertNotice> _sink = new();

    [Fact]
    public async Task The_job_fires_delivers_and_resolves_each_alert_once()
    {
        await StoreAsync(QueueRule(), Writer(500));
        foreach (var minute in (int[])[0, 1, 2])
            Assert.Null(Assert.Single(await RunAsync(minute)).Error);

        await Database.ExecuteAsync("UPDATE ml_writers SET queue_length = 3");
        await RunAsync(3);
        await RunAsync(4);

        Assert.Equal([AlertNoticeKind.Fired, AlertNoticeKind.Resolved], _sink.Got.Select(notice => notice.State));
        var (fired, resolved) = (_sink.Got[0], _sink.Got[1]);
        Assert.Equal(
            ("long queue", "writer_queue", "host-1:4711", AlertLevel.Warning, 500, 100, At(0), null),
            (fired.Rule, fired.Metric, fired.Subject, fired.Severity, fired.Value, fired.Threshold, fired.FiredAt, fired.ResolvedAt));
        Assert.Equal((fired.AlertId, At(3)), (resolved.AlertId, resolved.ResolvedAt));
        Assert.NotEqual(fired.Id, resolved.Id);
        Assert.Equal(
            ["list fired 1", "list resolved 1", "log fired 1", "log resolved 1"],
            await Database.ColumnAsync("SELECT concat_ws(' ', sink, notice, attempts) FROM ml_alert_deliveries ORDER BY 1"));
        Assert.Equal(
            ["1", "0", "0", "0", "0"], await Database.ColumnAsync("SELECT outcome->>'fired' FROM ml_job_runs ORDER BY due_at"));
    }

    [Fact]
    public async Task A_sink_that_fails_gets_the_notice_again_with_the_same_id_and_stops_no_other()
    {
        await StoreAsync(QueueRule(), Writer(500));
        _sink.After = _ => throw new InvalidOperationException("The pager is away.");
        var other = new ListSink<AlertNotice>("other");

        Assert.Null(Assert.Single(await RunAsync(0, other)).Error);
        Assert.Equal(["1 The pager is away."], await AttemptsAsync());
        _sink.After = _ => { };
        await RunAsync(1, other);
        await RunAsync(2, other);

        Assert.Single(_sink.Got.DistinctBy(notice => notice.Id));
        Assert.Equal((2, 1), (_sink.Got.Count, other.Got.Count));
        Assert.Equal(["2 "], await AttemptsAsync());
    }

    [Fact]
    public async Task A_process_that_is_stopped_while_it_sends_has_the_alert_stored_and_the_next_one_sends_it()
    {
        await StoreAsync(QueueRule(), Writer(500));
        using var stop = new CancellationTokenSource();
        _sink.After = _ =>
        {
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner().RunDueAsync(At(0), stop.Token));
        Assert.Equal(1, await Database.CountAsync("ml_alerts"));
        _sink.After = _ => { };
        await RunAsync(0);

        Assert.Equal(2, _sink.Got.Count);
        Assert.Single(_sink.Got.DistinctBy(notice => notice.Id));
        Assert.Equal(1, await Database.CountAsync("ml_alerts"));
    }

    [Fact]
    public async Task What_applications_fire_and_persons_resolve_is_delivered_too()
    {
        var rule = Build.AlertRule();
        await StoreAsync(rule, Build.Alert(rule));
        await RunAsync(0);
        await using (var context = Database.CreateContext())
        {
            (await context.Alerts.SingleAsync()).Resolve("ann", At(0));
            await context.SaveChangesAsync();
        }

        await RunAsync(1);
        Assert.Equal([AlertNoticeKind.Fired, AlertNoticeKind.Resolved], _sink.Got.Select(notice => notice.State));
    }

    [Fact]
    public async Task Nobody_hears_of_a_silenced_rule_and_of_the_end_of_what_he_has_not_heard_of()
    {
        var rule = Build.AlertRule();
        var alert = Build.Alert(rule);
        rule.Silence(At(5), "ann", At(0));
        await StoreAsync(rule, alert);
        await RunAsync(1);
        Assert.Empty(_sink.Got);

        await Database.ExecuteAsync("UPDATE ml_alerts SET resolved_at = fired_at, resolved_by = 'ann'");
        await RunAsync(6);
        Assert.Empty(_sink.Got);
    }

    [Fact]
    public async Task A_notice_is_tried_for_a_day()
    {
        var rule = Build.AlertRule();
        await StoreAsync(rule, Build.Alert(rule));
        _sink.After = _ => throw new InvalidOperationException("away");
        await RunAsync(0);
        await RunAsync(24 * 60);
        Assert.Single(_sink.Got);
    }

    [Fact]
    public async Task A_sink_with_the_name_of_the_log_takes_its_place()
    {
        await StoreAsync(QueueRule(), Writer(500));
        var log = new ListSink<AlertNotice>(NoticeOptions.LogSinkName);
        await RunAsync(0, log);

        Assert.Single(log.Got);
        Assert.Equal(["list", "log"], await Database.ColumnAsync("SELECT sink FROM ml_alert_deliveries ORDER BY 1"));
    }

    [Fact]
    public void Two_sinks_of_one_name_are_refused()
    {
        var options = new JobRunnerOptions();
        options.Alerts.Sinks.Add(new ListSink<AlertNotice>("pager"));
        options.Alerts.Sinks.Add(new ListSink<AlertNotice>("pager"));
        var error = Assert.Throws<ArgumentException>(() => new JobRunner(_ => throw new NotSupportedException(), options));
        Assert.Contains("the name 'pager'", error.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(int minute) => Sample.Noon.AddMinutes(minute);

    private static AlertRule QueueRule() => AlertRule.Define(
        "long queue", AlertMetrics.WriterQueue, AlertCondition.Above, 100, TimeSpan.FromMinutes(5), AlertLevel.Warning, Sample.Noon);

    // It is seen all the time.
    private static WriterReport Writer(long queue)
    {
        var report = Build.WriterReport();
        report.Renew(new WriterActivity { QueueLength = queue }, At(60));
        return report;
    }

    private Task<List<string>> AttemptsAsync() => Database.ColumnAsync(
        "SELECT attempts || ' ' || coalesce(last_error, '') FROM ml_alert_deliveries WHERE sink = 'list'");

    private async Task StoreAsync(params object[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        context.Add(DefaultJobs.EvaluateAlerts(Sample.Noon));
        await context.SaveChangesAsync();
    }

    private JobRunner Runner(params INoticeSink[] others)
    {
        var options = new JobRunnerOptions();
        foreach (var sink in others.Prepend(_sink))
            options.Alerts.Sinks.Add(sink);

        return new JobRunner(tenant => Database.CreateContext(tenant), options);
    }

    private Task<IReadOnlyList<FinishedJob>> RunAsync(int minute, params INoticeSink[] others) => Runner(others).RunDueAsync(At(minute));
}
