using MlOps.Domain.Monitoring;
using MlOps.Persistence.Tests.Monitoring.Expectations;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The alerts of the year, by the rules of docs/alerts.md in memory.</summary>
internal sealed class ExpectedAlerts(YearDiary diary, IReadOnlyList<ExpectedWindow> windows)
{
    private const double DriftThreshold = 0.5;
    private const int MinLabels = 30;

    private readonly List<ExpectedAlert> _all = [];
    private readonly HashSet<string> _stopped = [];
    private DateTimeOffset _errorsMeasuredAt;

    public IReadOnlyList<ExpectedAlert> All => _all;

    /// <summary>Repeats the steps of people, and the runs of the job between them.</summary>
    public static ExpectedAlerts Of(YearDiary diary, IReadOnlyList<ExpectedWindow> windows)
    {
        var alerts = new ExpectedAlerts(diary, windows);
        var looks = YearScript.AllJobTimes.Select(at => (At: at, Step: (Action<ExpectedAlerts>)(all => all.Evaluate(at))));
        foreach (var (_, step) in diary.AlertSteps.Concat(looks).OrderBy(step => step.At))
            step(alerts);

        return alerts;
    }

    /// <summary>Notes that the job of a monitor was disabled. Its alert ends when the rules are evaluated next.</summary>
    public void Stop(string monitor) => _stopped.Add(monitor);

    private void Evaluate(DateTimeOffset now)
    {
        foreach (var place in _all.Index().Where(alert => alert.Item.ResolvedAt is null && _stopped.Contains(alert.Item.Subject)).ToList())
            _all[place.Index] = place.Item with { ResolvedAt = now, ResolvedBy = Alert.Recovery };

        // A window that is old or small says nothing, and ends no alert.
        foreach (var window in ExpectedWindow.FindNewest(windows, null, now)
            .Where(window => !_stopped.Contains(window.Monitor.Name))
            .Where(window => window.Run.WindowEnd + window.Monitor.Delay + (3 * window.Monitor.Every) >= now)
            .Where(window => window.Predictions >= window.Monitor.MinSample))
            Judge(YearJobs.DriftRule, window.Monitor.Name, window.DriftRatio, (DriftThreshold, DriftThreshold), now);

        // A rule is measured a hundred times within its window at most.
        if (now - _errorsMeasuredAt <= YearScript.ErrorWindow / 100)
            return;

        _errorsMeasuredAt = now;
        JudgeErrors(YearService.Name, diary.Answers.Select(pair => pair.Answered), now);
        JudgeErrors(YearService.QuietName, diary.QuietAnswers, now);
    }

    private void JudgeErrors(string service, IEnumerable<KnownPrediction> rows, DateTimeOffset now)
    {
        var labelled = new KnownPredictions(rows, now).List(new(now - YearScript.ErrorWindow, now))
            .FindAll(row => row.FindLabel(now) is not null);
        if (labelled.Count < MinLabels)
            return;

        var wrong = labelled.Count(row => row.Score >= 0.5 != (row.FindLabel(now) == 1));
        Judge(
            YearJobs.ErrorRule, service, (double)wrong / labelled.Count, (YearScript.TooManyErrors, YearScript.FewErrors), now);
    }

    private void Judge(string rule, string subject, double value, (double Fires, double Clears) limits, DateTimeOffset now)
    {
        var open = _all.FindIndex(alert => (alert.Rule, alert.Subject, alert.ResolvedAt) == (rule, subject, null));
        if (open < 0 && value > limits.Fires)
            _all.Add(new ExpectedAlert(rule, subject, value, now));
        else if (open >= 0 && value <= limits.Clears)
            _all[open] = _all[open] with { ResolvedAt = now, ResolvedBy = Alert.Recovery };
    }
}
