using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class AlertTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(AlertCondition.Above, 0.30000000000000004, true)]
    [InlineData(AlertCondition.Above, 0.3, false)]
    [InlineData(AlertCondition.Above, 0.1, false)]
    [InlineData(AlertCondition.Below, 0.3, false)]
    [InlineData(AlertCondition.Below, 0.29999999999999993, true)]
    public void A_rule_is_breached_beyond_its_threshold(AlertCondition condition, double value, bool broken)
    {
        var rule = DefineRule(condition);

        Assert.Equal(broken, rule.IsBreachedBy(value));
        if (broken)
            Assert.Equal((value, 0.3), (rule.Fire(value, Sample.Time).Value, rule.Fire(value, Sample.Time).Threshold));
        else
            Refused.Transition(() => rule.Fire(value, Sample.Time), "'errors'", "0.3");
    }

    [Fact]
    public void A_value_that_is_not_finite_is_refused()
    {
        foreach (var number in Hostile.Numbers)
            Refused.Value("Metric", $"{number}", () => DefineRule().Fire(number, Sample.Time));
    }

    [Fact]
    public void A_rule_needs_an_alarm_and_a_window()
    {
        Refused.Value("Severity", "None", () => AlertRule.Define(
            "errors", "error_rate", AlertCondition.Above, 0.3, Hour, AlertLevel.None, Sample.Time));
        Refused.Value("WindowLength", "00:00:00", () => AlertRule.Define(
            "errors", "error_rate", AlertCondition.Above, 0.3, TimeSpan.Zero, AlertLevel.Warning, Sample.Time));
    }

    [Fact]
    public void Tuning_a_rule_does_not_change_its_alerts()
    {
        var rule = DefineRule();
        var alert = rule.Fire(0.4, Sample.Time);
        rule.Tune(0.5, Hour * 2, Sample.Time.AddHours(1));

        Assert.Equal((0.5, Hour * 2, Sample.Time.AddHours(1)), (rule.Threshold, rule.WindowLength, rule.UpdatedAt));
        Assert.Equal((0.3, AlertLevel.Critical, rule.Id), (alert.Threshold, alert.Severity, alert.RuleId));
        Refused.Value("Threshold", "NaN", () => rule.Tune(double.NaN, Hour, Sample.Time));
        Refused.Value("WindowLength", "00:00:00", () => rule.Tune(1, TimeSpan.FromTicks(9), Sample.Time));
        Refused.Value("UpdatedAt", "1970", () => rule.Tune(1, Hour, default));
        Assert.Equal((0.5, Hour * 2), (rule.Threshold, rule.WindowLength));
    }

    [Theory]
    [InlineData(AlertCondition.Above, 0.2, 0.2, true)]
    [InlineData(AlertCondition.Above, 0.2, 0.21, false)]
    [InlineData(AlertCondition.Above, null, 0.3, true)]
    [InlineData(AlertCondition.Above, null, 0.31, false)]
    [InlineData(AlertCondition.Below, 0.4, 0.4, true)]
    [InlineData(AlertCondition.Below, 0.4, 0.39, false)]
    [InlineData(AlertCondition.Below, null, 0.3, true)]
    public void An_alarm_ends_at_the_clear_threshold_or_else_at_the_threshold(
        AlertCondition condition, double? clear, double value, bool cleared)
    {
        var rule = AlertRule.Define(
            "errors", "error_rate", condition, 0.3, Hour, AlertLevel.Critical, Sample.Time, clearThreshold: clear);

        Assert.Equal(cleared, rule.IsClearedBy(value));
    }

    [Fact]
    public void A_clear_threshold_raises_no_alarm_itself()
    {
        Refused.Value("ClearThreshold", "0.31", () => Sample.AlertRule(0.31));
        var rule = Sample.AlertRule(0.2, 3);
        Refused.Value("ClearThreshold", "0.2", () => rule.Tune(0.1, Hour, Sample.Time, 0.2));
        rule.Tune(0.1, Hour, Sample.Time);

        Assert.Equal((0.1, null, 3), (rule.Threshold, rule.ClearThreshold, rule.RequiredBreaches));
        rule.Tune(0.1, Hour, Sample.Time, 0.05, 1);
        Assert.Equal((0.05, 1), (rule.ClearThreshold, rule.RequiredBreaches));
    }

    [Fact]
    public void A_silenced_rule_does_not_fire_until_the_end_of_the_silence()
    {
        var rule = DefineRule();
        rule.Silence(Sample.Time.AddHours(2), "ada", Sample.Time);

        Refused.Transition(() => rule.Fire(0.4, Sample.Time.AddHours(1)), "silenced by ada");
        Assert.Equal(AlertStatus.Fired, rule.Fire(0.4, Sample.Time.AddHours(2)).Status);
        Refused.Value("SilencedUntil", "later", () => rule.Silence(Sample.Time, "ada", Sample.Time));
        Refused.Value("SilencedBy", "''", () => rule.Silence(Sample.Time.AddHours(1), "", Sample.Time));
        rule.Silence(Sample.Time.AddMinutes(1), "bob", Sample.Time);
        Assert.Equal((Sample.Time.AddMinutes(1), "bob"), (rule.SilencedUntil, rule.SilencedBy));
    }

    [Fact]
    public void An_alert_says_what_was_seen_where_since_when_and_what_to_do()
    {
        var finding = new AlertFinding("oracle", "Many answers are wrong.", "Roll back.", Sample.Time.AddMinutes(-3));
        var alert = DefineRule().Fire(0.4, Sample.Time, finding);

        Assert.Equal(("oracle", "Many answers are wrong.", "Roll back."), (alert.Subject, alert.Observation, alert.Remedy));
        Assert.Equal(Sample.Time.AddMinutes(-3), alert.Since);
        Assert.Equal(("", Sample.Time), (FireAlert().Subject, FireAlert().Since));
        Assert.Equal(Sample.Time, DefineRule().Fire(0.4, Sample.Time, new AlertFinding(since: Sample.Time.AddHours(1))).Since);
    }

    [Fact]
    public void A_disabled_rule_does_not_fire()
    {
        var rule = DefineRule();
        Refused.Transition(() => rule.Enable(Sample.Time), "already enabled");
        rule.Disable(Sample.Time);
        Refused.Transition(() => rule.Disable(Sample.Time), "already disabled");
        Refused.Transition(() => rule.Fire(0.4, Sample.Time), "disabled");
        rule.Enable(Sample.Time);

        Assert.Equal(AlertStatus.Fired, rule.Fire(0.4, Sample.Time).Status);
    }

    [Fact]
    public void An_alert_is_acknowledged_and_resolved_once()
    {
        var alert = FireAlert();
        Assert.Equal(AlertStatus.Fired, alert.Status);

        alert.Acknowledge("ada", Sample.Time.AddHours(1));
        Assert.Equal(
            (AlertStatus.Acknowledged, "ada", Sample.Time.AddHours(1)),
            (alert.Status, alert.AcknowledgedBy, alert.AcknowledgedAt));
        Refused.Transition(() => alert.Acknowledge("bob", Sample.Time.AddHours(2)), $"{alert.Id}", "Acknowledged");

        alert.Resolve("bob", Sample.Time.AddHours(2), "rolled back");
        Assert.Equal((AlertStatus.Resolved, "bob", "rolled back"), (alert.Status, alert.ResolvedBy, alert.Note));
        Assert.Equal((Sample.Time.AddHours(2), Sample.Time.AddHours(2)), (alert.ResolvedAt, alert.UpdatedAt));
        Refused.Transition(() => alert.Acknowledge("eve", Sample.Time.AddHours(3)), "Resolved");
        Refused.Transition(() => alert.Resolve("eve", Sample.Time.AddHours(3)), "resolved by bob");
        Assert.Equal(("ada", "bob"), (alert.AcknowledgedBy, alert.ResolvedBy));
    }

    [Fact]
    public void An_alert_can_be_resolved_without_an_acknowledgement()
    {
        var alert = FireAlert();
        alert.Resolve("monitor", Sample.Time);

        Assert.Equal((AlertStatus.Resolved, null, null), (alert.Status, alert.AcknowledgedAt, alert.Note));
    }

    [Fact]
    public void A_time_before_the_last_step_is_refused()
    {
        var alert = FireAlert();
        Refused.Transition(() => alert.Acknowledge("ada", Sample.Time.AddMicroseconds(-1)), "fired", "clocks");
        Refused.Transition(() => alert.Resolve("ada", Sample.Time.AddMicroseconds(-1)), "fired", "clocks");
        alert.Acknowledge("ada", Sample.Time.AddHours(1));
        Refused.Transition(() => alert.Resolve("ada", Sample.Time), "acknowledged", "clocks");

        Assert.Equal(AlertStatus.Acknowledged, alert.Status);
    }

    [Fact]
    public void Invalid_texts_are_refused()
    {
        var alert = FireAlert();
        Refused.Value("AcknowledgedBy", "''", () => alert.Acknowledge("", Sample.Time));
        Refused.Value("ResolvedBy", "256", () => alert.Resolve(new string('x', 256), Sample.Time));
        Refused.Value("Note", "10001", () => alert.Resolve("ada", Sample.Time, new string('x', 10_001)));

        Assert.Equal(AlertStatus.Fired, alert.Status);
    }

    [Fact]
    public void An_alert_belongs_to_the_tenant_of_its_rule()
    {
        var rule = DefineRule();
        rule.BelongTo(Sample.Tenant);

        Assert.Equal(Sample.Tenant, rule.Fire(1, Sample.Time).TenantId);
    }

    private static Alert FireAlert() => DefineRule().Fire(0.4, Sample.Time);

    private static AlertRule DefineRule(AlertCondition condition = AlertCondition.Above) =>
        AlertRule.Define("errors", "error_rate", condition, 0.3, Hour, AlertLevel.Critical, Sample.Time);
}
