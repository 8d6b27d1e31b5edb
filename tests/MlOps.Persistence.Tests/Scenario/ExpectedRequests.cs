using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The retraining requests of the year, by the rules of docs/retraining.md in memory.</summary>
internal sealed class ExpectedRequests(IReadOnlyList<ExpectedWindow> windows)
{
    private readonly List<ExpectedRequest> _all = [];
    private readonly HashSet<DateTimeOffset> _noticed = [];
    private DateTimeOffset _promotedAt;

    public IReadOnlyList<ExpectedRequest> All => _all;

    /// <summary>When the requests of which sinks get a notice were opened.</summary>
    public IEnumerable<DateTimeOffset> Noticed => _noticed.Order();

    private ExpectedRequest? Last => _all.LastOrDefault();

    /// <summary>Repeats the steps of people, and the runs of the job between them.</summary>
    public static ExpectedRequests Of(YearDiary diary, IReadOnlyList<ExpectedWindow> windows)
    {
        var requests = new ExpectedRequests(windows);
        var looks = YearScript.AllJobTimes.Select(at => (At: at, Step: (Action<ExpectedRequests>)(all => all.Look(at))));
        foreach (var (_, step) in diary.RequestSteps.Concat(looks).OrderBy(step => step.At))
            step(requests);

        return requests;
    }

    public void Promote(DateTimeOffset at) => _promotedAt = at;

    public void Open(TriggerReason trigger, string by, DateTimeOffset at) => _all.Add(new ExpectedRequest(trigger, by, at));

    public void Answer(string version, DateTimeOffset at)
    {
        if (Last is { ClosedAt: null })
            _all[^1] = Last with { Answer = version, AnsweredAt = at };
    }

    public void Decide(string version, Guid decision, string by, DateTimeOffset at)
    {
        Assert.Equal(version, Last!.Answer);
        _all[^1] = Last with { ClosedAt = at, ClosedBy = by, Decision = decision };
    }

    public void Withdraw(string reason, string by, DateTimeOffset at) =>
        _all[^1] = Last! with { ClosedAt = at, ClosedBy = by, Reason = reason };

    private void Look(DateTimeOffset now)
    {
        if (Last is not { ClosedAt: null } && !(now - Last?.OpenedAt < YearScript.Thresholds.RequestCoolDown))
        {
            var last = Last is { } before && before.OpenedAt > _promotedAt ? before.OpenedAt : _promotedAt;
            if (ExpectedWindow.FindNewest(windows, YearPeople.ModelName, now).Any(AsksForOne))
                Open(TriggerReason.Drift, "request retraining", now);
            else if (now - last >= YearScript.Thresholds.RetrainEvery)
                Open(TriggerReason.Scheduled, "request retraining", now);
        }

        if (Last is { ClosedAt: null, AnsweredAt: null })
            _noticed.Add(Last.OpenedAt);
    }

    private bool AsksForOne(ExpectedWindow window) =>
        window.DriftRatio >= YearScript.Thresholds.MinFeatureDriftRatio
        && window.Run.WindowEnd.AddHours(-window.Monitor.LookbackHours) >= _promotedAt
        && !(window.Run.WindowEnd <= Last?.OpenedAt);
}
