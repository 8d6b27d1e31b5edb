using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Persistence.Tests.Repositories.Retraining;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The evidence and the findings of each decision, from the rows in memory.</summary>
internal sealed class GateCheck(MlOpsDbContext context, YearDiary diary, IReadOnlyList<ExpectedWindow> windows)
{
    public async Task RunAsync()
    {
        var decisions = new RetrainingDecisionRepository(context);
        Assert.Equal(
            diary.Gates.OrderByDescending(asked => asked.At).Select(asked => asked.Decision),
            await decisions.StreamRecentAsync(YearPeople.ModelName, 100).Select(decision => decision.Id).ToListAsync());
        AssertScript();
        foreach (var asked in diary.Gates)
        {
            var decision = (await decisions.FindAsync(asked.Decision))!;
            Assert.Equal(
                (asked.Action, asked.Trigger, asked.At, asked.By, YearPeople.ModelName, asked.Challenger.Id),
                (decision.Action, decision.TriggerReason, decision.Timestamp, decision.DecidedBy, decision.ModelName,
                    decision.CandidateVersionId!.Value));
            if (asked.Action == RetrainingAction.Promote)
                AssertApproval(decision);
            else
                AssertEvidence(asked, decision);
        }
    }

    // The script comes true: the bad version is bad in both ways that it should be, and the good one is good.
    private void AssertScript()
    {
        var failed = diary.Gates.Where(asked => asked.Action != RetrainingAction.Promote)
            .ToLookup(asked => asked.Challenger.Name, asked => ListFindings(asked, new ComparedRows(diary, asked))
                .Where(finding => !finding.Passed).Select(finding => finding.Rule));
        Assert.Superset(new HashSet<string>(["answered", "f1"]), failed["2"].Single().ToHashSet());
        Assert.Empty(failed["3"].Single());
        Assert.Contains("f1", failed["4"].Single());
    }

    private void AssertApproval(RetrainingDecision approval)
    {
        var pending = diary.Gates.Single(asked => asked.Action == RetrainingAction.PendingApproval);
        var rows = new ComparedRows(diary, pending);
        Assert.Equal(
            (pending.Decision, SecondLogin.Name, rows.Paired.Count, false),
            (approval.AnswersDecisionId, approval.DecidedLogin, approval.LabeledSamples, approval.HasEvidence));
        Assert.Empty(approval.RejectionReasons);
    }

    private void AssertEvidence(AskedGate asked, RetrainingDecision decision)
    {
        var (rows, evidence) = (new ComparedRows(diary, asked), decision.ReadEvidence());
        Assert.Equal(
            (rows.Predictions.Count, rows.Labelled.Count, rows.Labelled.Count),
            (evidence.Predictions, evidence.Labelled, evidence.Answerable));
        Assert.Equal(
            (rows.Paired.Count, Percent(rows.Labelled.Count, rows.Predictions.Count)), (decision.LabeledSamples, decision.CoveragePct));
        Assert.Equal(
            (asked.Champion.Id, asked.Challenger.Id, ModelStage.Staging, asked.At - YearScript.Thresholds.Lookback, asked.At),
            (evidence.Champion!.Id, evidence.Challenger.Id, evidence.Challenger.Stage, evidence.WindowStart, evidence.WindowEnd));
        Assert.Equal(FindPromotion(asked), evidence.PromotedAt);
        NearOutcomes.AssertEqual(rows.All.Sum(), evidence.All);
        Assert.Equal(
            rows.Segments.Select(segment => segment.ToString()),
            evidence.Segments.Select(segment => KnownSegment.Describe(YearScript.Thresholds.SegmentFeature, segment.Kind, segment.Name)));
        Assert.All(
            rows.Segments.Zip(evidence.Segments), pair => NearOutcomes.AssertEqual(rows.Of(pair.First).Sum(), pair.Second.Outcomes));
        Assert.Equal(
            ListDrift(asked).Select(window => (window.Run.Id, window.Monitor.Name, window.DriftRatio, window.DriftedFeatures)),
            evidence.Drift.Select(found => (found.MonitoringRunId, found.Monitor, found.FeatureDriftRatio, found.NumDriftedFeatures)));
        AssertFindings([.. ListFindings(asked, rows)], decision);
    }

    private DateTimeOffset FindPromotion(AskedGate asked) =>
        diary.ServingSteps.Last(step => step.Change.At < asked.At).Change.At;

    private IEnumerable<ExpectedWindow> ListDrift(AskedGate asked) =>
        ExpectedWindow.FindNewest(windows, YearPeople.ModelName, asked.At)
            .Where(window => window.Run.WindowEnd > asked.At - YearScript.Thresholds.Lookback);

    private static void AssertFindings(IReadOnlyList<ExpectedFinding> expected, RetrainingDecision decision)
    {
        var found = decision.ReadFindings();
        Assert.Equal(
            expected.Select(finding => (finding.Rule, finding.Passed)), found.Select(finding => (finding.Rule, finding.Passed)));
        Assert.Equal(
            found.Where(finding => !finding.Passed).Select(finding => finding.Explanation), decision.RejectionReasons);
        foreach (var (wanted, finding) in expected.Zip(found))
        {
            AssertNear(wanted.Value, finding.Value, 1e-9, $"value of {wanted.Rule}");
            AssertNear(wanted.Limit, finding.Limit, 1e-9, $"limit of {wanted.Rule}");
            AssertNear(wanted.Compared?.Champion, finding.Improvement?.Champion, 1e-9, $"champion's {wanted.Rule}");
            AssertNear(wanted.Compared?.Challenger, finding.Improvement?.Challenger, 1e-9, $"challenger's {wanted.Rule}");
            if (wanted.Compared?.StandardError is { } error)
                AssertNear(error, finding.Improvement!.StandardError, 1e-6, $"error of {wanted.Rule}");
        }
    }

    private IEnumerable<ExpectedFinding> ListFindings(AskedGate asked, ComparedRows rows)
    {
        var asks = YearScript.Thresholds;
        yield return new("champion", true);
        yield return new("challenger", true);
        yield return AtLeast("labelled samples", rows.Paired.Count, asks.MinLabeledSamples);
        yield return AtLeast("coverage", Percent(rows.Labelled.Count, rows.Predictions.Count), asks.MinCoveragePct);
        yield return AtLeast("answered", Percent(rows.Paired.Count, rows.Labelled.Count), asks.MinAnsweredPct);
        var (before, after, error, isCertain) = rows.CompareF1();
        yield return new("f1", after >= before && isCertain, after - before, 0) { Compared = (before, after, error) };
        var brier = rows.CompareBrier();
        yield return AtLeast("guard brier", brier.Champion - brier.Challenger, -asks.Guards[0].MaxLoss) with
        {
            Compared = (brier.Champion, brier.Challenger, brier.Error),
        };
        yield return FindWorstSegment(rows);
        if (asked.Trigger == TriggerReason.Drift)
            yield return AtLeast("drift", ListDrift(asked).Max(window => window.DriftRatio), asks.MinFeatureDriftRatio);

        yield return AtLeast("cool-down", (asked.At - FindPromotion(asked)).TotalHours, asks.CoolDown.TotalHours);
    }

    private static ExpectedFinding FindWorstSegment(ComparedRows rows)
    {
        var judged = rows.Segments.Select(rows.Of).Where(segment => segment.Rows.Count >= YearScript.Thresholds.MinSegmentSamples).ToList();
        var worst = judged.MinBy(segment => segment.Measure(GateMetric.F1, challenger: true))!;
        var (before, after) = (
            judged.Min(segment => segment.Measure(GateMetric.F1, challenger: false)), worst.Measure(GateMetric.F1, challenger: true));
        return AtLeast("worst segment", after - before, -YearScript.Thresholds.MaxSegmentLoss) with
        {
            Compared = (worst.Measure(GateMetric.F1, challenger: false), after, null),
        };
    }

    private static ExpectedFinding AtLeast(string rule, double value, double limit) => new(rule, value >= limit, value, limit);

    private static double Percent(int part, int whole) => 100.0 * part / whole;

    private static void AssertNear(double? expected, double? actual, double share, string of) => Assert.True(
        expected is null ? actual is null : Math.Abs(expected.Value - actual!.Value) <= share * Math.Max(1, Math.Abs(expected.Value)),
        $"The {of} is {actual:R}, and {expected:R} was expected.");
}
