using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Tests.Statistics;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>When alerts fired and ended, and their notices, from the predictions and the windows of the monitors.</summary>
internal static class AlertCheck
{
    public static async Task RunAsync(MlOpsDbContext context, YearDiary diary, YearJobs jobs, IReadOnlyList<ExpectedWindow> windows)
    {
        var expected = ExpectedAlerts.Of(diary, windows).All.OrderBy(Describe, StringComparer.Ordinal).ToList();
        var stored = (await context.Alerts.AsNoTracking().Include(alert => alert.Rule).ToListAsync())
            .Where(alert => alert.Rule!.Name is YearJobs.DriftRule or YearJobs.ErrorRule)
            .Select(alert => (Alert: alert, Read: Read(alert))).OrderBy(pair => Describe(pair.Read), StringComparer.Ordinal).ToList();
        Assert.Equal(expected.Select(Describe), stored.Select(pair => Describe(pair.Read)));
        Assert.All(expected.Zip(stored), pair => Near.Statistic(pair.First.Value, pair.Second.Read.Value, Describe(pair.First)));
        Assert.All(stored, pair => Assert.Equal(pair.Alert.FiredAt, pair.Alert.Since));
        Assert.Equal(
            expected.SelectMany(ListNotices).Order(StringComparer.Ordinal),
            jobs.Alerts.Got.Where(notice => notice.Rule is YearJobs.DriftRule or YearJobs.ErrorRule)
                .Select(notice => $"{notice.Rule} {notice.Subject} {notice.FiredAt:O} {notice.State} {notice.ResolvedAt:O}")
                .Order(StringComparer.Ordinal));

        // The script comes true: the drift is seen, the errors are, and both end.
        var drift = Assert.Single(expected, alert => alert.Subject == YearJobs.Winter);
        Assert.Equal((YearScript.JobTimes(YearScript.DriftIsFound).Last(), Alert.Recovery), (drift.FiredAt, drift.ResolvedBy));
        Assert.DoesNotContain(expected, alert => alert.Subject is YearJobs.Spring or YearService.QuietName);
        Assert.Contains(
            expected,
            alert => alert.Subject == YearService.Name && alert.FiredAt > YearScript.Drift && alert.ResolvedBy == Alert.Recovery);
    }

    private static string Describe(ExpectedAlert alert) =>
        $"{alert.Rule} {alert.Subject} {alert.FiredAt:O} {alert.ResolvedAt:O} {alert.ResolvedBy}";

    private static IEnumerable<string> ListNotices(ExpectedAlert alert)
    {
        var of = $"{alert.Rule} {alert.Subject} {alert.FiredAt:O}";
        yield return $"{of} {AlertNoticeKind.Fired} ";
        if (alert.ResolvedAt is not null)
            yield return $"{of} {AlertNoticeKind.Resolved} {alert.ResolvedAt:O}";
    }

    private static ExpectedAlert Read(Alert alert) => new(alert.Rule!.Name, alert.Subject, alert.Value, alert.FiredAt)
    {
        ResolvedAt = alert.ResolvedAt,
        ResolvedBy = alert.ResolvedBy,
    };
}
