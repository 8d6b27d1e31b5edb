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
    public void A_rule_is_broken_beyond_its_threshold(AlertCondition condition, double value, bool broken)
    {
        var rule = Rule(condition);

        Assert.Equal(broken, rule.IsBreachedBy(value));
        if (broken)
            Assert.Equal((value, 0.3), (rule.Fire(value, Some.Time).Value, rule.Fire(value, Some.Time).Threshold));
        else
            Refused.Transition(() => rule.Fire(value, Some.Time), "'errors'", "0.3");
    }

    [Fact]
    public void What_is_no_number_breaks_no_rule_and_is_refused()
    {
        foreach (var number in Hostile.Numbers)
            Refused.Value("Metric", $"{number}", () => Rule().Fire(number, Some.Time));
    }

    [Fact]
    public void A_rule_needs_an_alarm_and_a_window()
    {
        Refused.Value("Severity", "None", () => AlertRule.Define(
            "errors", "error_rate", AlertCondition.Above, 0.3, Hour, AlertLevel.None, Some.Time));
        Refused.Value("WindowLength", "00:00:00", () => AlertRule.Define(
            "errors", "error_rate", AlertCondition.Above, 0.3, TimeSpan.Zero, AlertLevel.Warning, Some.Time));
    }

    [Fact]
    public void A_rule_that_is_tuned_leaves_what_fired_as_it_was()
    {
        var rule = Rule();
        var alert = rule.Fire(0.4, Some.Time);
        rule.Tune(0.5, Hour * 2, Some.Time.AddHours(1));

        Assert.Equal((0.5, Hour * 2, Some.Time.AddHours(1)), (rule.Threshold, rule.WindowLength, rule.UpdatedAt));
        Assert.Equal((0.3, AlertLevel.Critical, rule.Id), (alert.Threshold, alert.Severity, alert.RuleId));
        Refused.Value("Threshold", "NaN", () => rule.Tune(double.NaN, Hour, Some.Time));
        Refused.Value("WindowLength", "00:00:00", () => rule.Tune(1, TimeSpan.FromTicks(9), Some.Time));
        Refused.Value("UpdatedAt", "1970", () => rule.Tune(1, Hour, default));
        Assert.Equal((0.5, Hour * 2), (rule.Threshold, rule.WindowLength));
    }

    [Fact]
    public void A_disabled_rule_does_not_fire()
    {
        var rule = Rule();
        Refused.Transition(() => rule.Enable(Some.Time), "already enabled");
        rule.Disable(Some.Time);
        Refused.Transition(() => rule.Disable(Some.Time), "already disabled");
        Refused.Transition(() => rule.Fire(0.4, Some.Time), "disabled");
        rule.Enable(Some.Time);

        Assert.Equal(AlertStatus.Fired, rule.Fire(0.4, Some.Time).Status);
    }

    [Fact]
    public void An_alert_is_acknowledged_and_resolved_once()
    {
        var alert = Fired();
        Assert.Equal(AlertStatus.Fired, alert.Status);

        alert.Acknowledge("ada", Some.Time.AddHours(1));
        Assert.Equal((AlertStatus.Acknowledged, "ada", Some.Time.AddHours(1)), (alert.Status, alert.AcknowledgedBy, alert.AcknowledgedAt));
        Refused.Transition(() => alert.Acknowledge("bob", Some.Time.AddHours(2)), $"{alert.Id}", "Acknowledged");

        alert.Resolve("bob", Some.Time.AddHours(2), "rolled back");
        Assert.Equal((AlertStatus.Resolved, "bob", "rolled back"), (alert.Status, alert.ResolvedBy, alert.Note));
        Assert.Equal((Some.Time.AddHours(2), Some.Time.AddHours(2)), (alert.ResolvedAt, alert.UpdatedAt));
        Refused.Transition(() => alert.Acknowledge("eve", Some.Time.AddHours(3)), "Resolved");
        Refused.Transition(() => alert.Resolve("eve", Some.Time.AddHours(3)), "resolved by bob");
        Assert.Equal(("ada", "bob"), (alert.AcknowledgedBy, alert.ResolvedBy));
    }

    [Fact]
    public void An_alert_may_be_over_before_anybody_saw_it()
    {
        var alert = Fired();
        alert.Resolve("monitor", Some.Time);

        Assert.Equal((AlertStatus.Resolved, null, null), (alert.Status, alert.AcknowledgedAt, alert.Note));
    }

    [Fact]
    public void A_clock_that_goes_backwards_is_refused()
    {
        var alert = Fired();
        Refused.Transition(() => alert.Acknowledge("ada", Some.Time.AddMicroseconds(-1)), "fired", "clocks");
        Refused.Transition(() => alert.Resolve("ada", Some.Time.AddMicroseconds(-1)), "fired", "clocks");
        alert.Acknowledge("ada", Some.Time.AddHours(1));
        Refused.Transition(() => alert.Resolve("ada", Some.Time), "acknowledged", "clocks");

        Assert.Equal(AlertStatus.Acknowledged, alert.Status);
    }

    [Fact]
    public void Texts_are_guarded()
    {
        var alert = Fired();
        Refused.Value("AcknowledgedBy", "''", () => alert.Acknowledge("", Some.Time));
        Refused.Value("ResolvedBy", "256", () => alert.Resolve(new string('x', 256), Some.Time));
        Refused.Value("Note", "10001", () => alert.Resolve("ada", Some.Time, new string('x', 10_001)));

        Assert.Equal(AlertStatus.Fired, alert.Status);
    }

    [Fact]
    public void An_alert_belongs_to_the_tenant_of_its_rule()
    {
        var rule = Rule();
        rule.BelongTo(Some.Tenant);

        Assert.Equal(Some.Tenant, rule.Fire(1, Some.Time).TenantId);
    }

    private static Alert Fired() => Rule().Fire(0.4, Some.Time);

    private static AlertRule Rule(AlertCondition condition = AlertCondition.Above) =>
        AlertRule.Define("errors", "error_rate", condition, 0.3, Hour, AlertLevel.Critical, Some.Time);
}
