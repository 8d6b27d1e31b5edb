using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The window of a rule.</summary>
internal static class RuleWindow
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static TimeWindow WindowUntil(this AlertRule rule, DateTimeOffset now) =>
        new(now - (rule.WindowLength < Longest ? rule.WindowLength : Longest), now);
}
