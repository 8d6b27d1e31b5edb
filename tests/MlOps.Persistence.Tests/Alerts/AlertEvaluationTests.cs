using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

public class AlertEvaluationTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly FakeMeasure _measure = new();

    [Fact]
    public async Task Each_subject_has_one_open_alert_that_says_what_was_seen()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.4), ("search", 0.5), ("fine", 0.1));
        var report = await EvaluateAsync(0);
        Assert.Equal((1, 2, 0), (report.Rules, report.Fired, report.Resolved));
        Assert.Equal(0, (await EvaluateAsync(1)).Fired);

        await using var context = Database.CreateContext();
        var alerts = await context.Alerts.OrderBy(alert => alert.Subject).ToListAsync();
        Assert.Equal([("oracle", 0.4), ("search", 0.5)], alerts.Select(alert => (alert.Subject, alert.Value)));
        Assert.Equal(
            ("oracle is 0.4.", "Do something.", At(0), At(0)),
            (alerts[0].Observation, alerts[0].Remedy, alerts[0].Since, alerts[0].FiredAt));
    }

    [Fact]
    public async Task A_rule_fires_only_after_enough_breaches_in_a_row()
    {
        await DefineAsync(requiredBreaches: 3);
        foreach (var (minute, value) in ((double[])[0.4, 0.4, 0.1, 0.4, 0.4]).Index())
        {
            _measure.Finds(("oracle", value));
            Assert.Equal(0, (await EvaluateAsync(minute)).Fired);
        }

        _measure.Finds(("oracle", null));
        Assert.Equal(0, (await EvaluateAsync(5)).Fired);
        _measure.Finds(("oracle", 0.6));
        Assert.Equal(1, (await EvaluateAsync(6)).Fired);
        await using var context = Database.CreateContext();
        var alert = await context.Alerts.SingleAsync();
        Assert.Equal((At(3), At(6), 0.6), (alert.Since, alert.FiredAt, alert.Value));
    }

    [Fact]
    public async Task An_alert_ends_only_when_the_value_is_back_at_the_clear_threshold()
    {
        await DefineAsync(clearThreshold: 0.2);
        foreach (var (minute, value) in ((double[])[0.4, 0.25, 0.35, 0.21]).Index())
        {
            _measure.Finds(("oracle", value));
            Assert.Equal(minute == 0 ? 1 : 0, (await EvaluateAsync(minute)).Fired);
        }

        _measure.Finds(("oracle", 0.2));
        Assert.Equal(1, (await EvaluateAsync(4)).Resolved);
        await using var context = Database.CreateContext();
        var alert = await context.Alerts.SingleAsync();
        Assert.Equal((At(4), "recovery", "oracle is 0.2."), (alert.ResolvedAt, alert.ResolvedBy, alert.Note));
    }

    [Fact]
    public async Task A_missing_value_is_noted_with_its_reason_and_ends_no_alert()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.4));
        await EvaluateAsync(0);
        _measure.Finds(("oracle", null));
        var report = await EvaluateAsync(1);

        Assert.Equal("errors (oracle): nobody knows", Assert.Single(report.Missing));
        await using var context = Database.CreateContext();
        Assert.Null((await context.Alerts.SingleAsync()).ResolvedAt);
        var state = Assert.Single(await new AlertRepository(context).StreamStatesAsync().ToListAsync());
        Assert.Equal(("errors", "oracle", null, "nobody knows", At(1)),
            (state.Rule!.Name, state.Subject, state.Value, state.MissingReason, state.EvaluatedAt));
    }

    [Fact]
    public async Task The_alert_of_a_subject_that_is_gone_ends()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.4), ("search", 0.4));
        await EvaluateAsync(0);
        _measure.Finds(("search", 0.4));
        Assert.Equal(1, (await EvaluateAsync(1)).Resolved);

        Assert.Equal(["search"], await Database.ColumnAsync("SELECT subject FROM ml_alert_states"));
        Assert.Equal(["oracle"], await Database.ColumnAsync("SELECT subject FROM ml_alerts WHERE note LIKE 'It is no longer there%'"));
    }

    [Fact]
    public async Task A_measure_that_the_database_refuses_says_so_and_stops_no_other()
    {
        await DefineAsync();
        await DefineAsync("latency", "p95");
        var other = new FakeMeasure("p95");
        other.Finds(("", 0.4));
        _measure.Finds(("oracle", 0.4));
        await EvaluateAsync(0, other);
        _measure.Find = async context => await context.Database.SqlQuery<int>($"SELECT 1 / 0 AS \"Value\"").SingleAsync() > 0 ? [] : [];

        var report = await EvaluateAsync(1, other);

        Assert.Equal("errors: The database did not answer: division by zero", Assert.Single(report.Missing));
        Assert.Equal(0, report.Resolved);
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_alerts WHERE resolved_at IS NULL"));
        _measure.Finds(("oracle", 0.4));
        await EvaluateAsync(2, other);
        Assert.Equal(["", "oracle"], await Database.ColumnAsync("SELECT subject FROM ml_alert_states ORDER BY subject"));
    }

    [Fact]
    public async Task A_metric_that_nobody_measures_says_so()
    {
        await DefineAsync(metric: "of_an_application");

        Assert.Equal(
            "errors: MlOps does not measure 'of_an_application'. It measures: error_rate.",
            Assert.Single((await EvaluateAsync(0)).Missing));
    }

    [Fact]
    public async Task A_silenced_rule_fires_when_its_silence_is_over()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.4));
        await ChangeAsync(rule => rule.Silence(At(2), "ann", At(-1)));

        Assert.Equal(
            (0, 0, 1), ((await EvaluateAsync(0)).Fired, (await EvaluateAsync(1)).Fired, (await EvaluateAsync(2)).Fired));
        await using var context = Database.CreateContext();
        Assert.Equal(At(0), (await context.Alerts.SingleAsync()).Since);
    }

    [Fact]
    public async Task A_disabled_rule_is_not_measured_and_what_was_seen_is_forgotten()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.1));
        await EvaluateAsync(0);
        await ChangeAsync(rule => rule.Disable(At(0)));
        await EvaluateAsync(1);

        Assert.Equal(1, _measure.Calls);
        Assert.Equal(0, await Database.CountAsync("ml_alert_states"));
    }

    [Fact]
    public async Task Rules_about_the_same_values_measure_them_once_and_those_of_a_day_each_quarter_of_an_hour()
    {
        await DefineAsync(window: TimeSpan.FromDays(1));
        await DefineAsync("very many", threshold: 0.5, window: TimeSpan.FromDays(1));
        _measure.Finds(("oracle", 0.4));
        foreach (var minute in Enumerable.Range(0, 16))
            await EvaluateAsync(minute);

        Assert.Equal(2, _measure.Calls);
    }

    [Fact]
    public async Task An_alert_that_a_person_resolved_fires_again_while_the_cause_lasts()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.4));
        await EvaluateAsync(0);
        await using (var context = Database.CreateContext())
        {
            (await context.Alerts.SingleAsync()).Resolve("ann", At(1));
            await context.SaveChangesAsync();
        }

        Assert.Equal(1, (await EvaluateAsync(2)).Fired);
    }

    [Fact]
    public async Task An_alert_that_was_acknowledged_later_than_now_is_left_open()
    {
        await DefineAsync();
        _measure.Finds(("oracle", 0.4));
        await EvaluateAsync(0);
        await using (var context = Database.CreateContext())
        {
            (await context.Alerts.SingleAsync()).Acknowledge("ann", At(5));
            await context.SaveChangesAsync();
        }

        _measure.Finds(("oracle", 0.1));
        Assert.Equal((0, 1), ((await EvaluateAsync(2)).Resolved, (await EvaluateAsync(6)).Resolved));
    }

    private static DateTimeOffset At(int minute) => Sample.Noon.AddMinutes(minute);

    private async Task<AlertReport> EvaluateAsync(int minute, params FakeMeasure[] others)
    {
        await using var context = Database.CreateContext();
        var measures = others.Append(_measure).ToDictionary(measure => measure.Metric, IAlertMeasure (measure) => measure);
        return await new AlertEvaluation(context, At(minute), measures).RunAsync(default);
    }

    private async Task ChangeAsync(Action<AlertRule> change)
    {
        await using var context = Database.CreateContext();
        change(await context.AlertRules.SingleAsync());
        await context.SaveChangesAsync();
    }

    private async Task DefineAsync(
        string name = "errors",
        string metric = "error_rate",
        double threshold = 0.3,
        double? clearThreshold = null,
        int requiredBreaches = 1,
        TimeSpan? window = null)
    {
        await using var context = Database.CreateContext();
        context.Add(AlertRule.Define(
            name, metric, AlertCondition.Above, threshold, window ?? TimeSpan.FromMinutes(10), AlertLevel.Warning, Sample.Noon,
            clearThreshold: clearThreshold, requiredBreaches: requiredBreaches));
        await context.SaveChangesAsync();
    }
}
