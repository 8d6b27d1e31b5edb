using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Values;

/// <summary>An alert with all texts as long as they may be.</summary>
internal static class LongestAlerts
{
    /// <param name="text">Makes a text of a length.</param>
    public static IEnumerable<Entity> Create(Func<int, string> text)
    {
        var rule = AlertRule.Define(
            text(255), text(255), AlertCondition.Above, 0, TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon, text(255), text(255));
        var alert = rule.Fire(1, Sample.Noon, new AlertFinding(text(255), text(10_000), text(10_000)));
        rule.Silence(Sample.Noon.AddDays(1), text(255), Sample.Noon);
        var delivery = AlertDelivery.Plan(alert, text(255), Sample.Noon);
        delivery.Fail(text(10_000), Sample.Noon);
        alert.Acknowledge(text(255), Sample.Noon);
        alert.Resolve(text(255), Sample.Noon, text(Alert.MaxNoteLength));
        return [rule, alert, delivery, AlertState.Miss(rule, text(255), text(10_000), Sample.Noon)];
    }
}
