using System.Globalization;

namespace MlOps.Domain.Retraining;

/// <summary>
/// Decides whether a challenger takes the place of the champion. It reads nothing but the evidence, so the same evidence gives the same
/// verdict at any time.
/// </summary>
public static class Gate
{
    /// <summary>Asks every rule, so that a rejection names all reasons.</summary>
    public static GateVerdict Judge(GateEvidence evidence)
    {
        var thresholds = Guard.Given(evidence, nameof(evidence)).Policy.Thresholds;
        GateFinding[] findings = evidence.Champion is null
            ?
            [
                Missing(
                    "champion",
                    $"Model '{evidence.ModelName}' has no version in production to compare with. Promote the first one by hand."),
            ]
            :
            [
                FindVersions(evidence),
                FindChallenger(evidence.Challenger),
                AtLeast("labelled samples", evidence.Compared, thresholds.MinLabeledSamples,
                    $"{evidence.Compared} predictions have a label and answers of both that can be compared"),
                AtLeast("coverage", evidence.CoveragePct, thresholds.MinCoveragePct,
                    $"{Show(evidence.CoveragePct)}% of the champion's predictions have a label"),
                AtLeast("answered", evidence.AnsweredPct, thresholds.MinAnsweredPct,
                    $"The challenger answered {Show(evidence.AnsweredPct)}% of the labelled predictions that the champion answered"),
                FindPrimary(evidence),
                .. thresholds.Guards.Select(guard => FindGuard(guard, evidence.All)),
                .. FindWorstSegment(evidence),
                .. FindDrift(evidence),
                .. FindCoolDown(evidence),
            ];
        return new GateVerdict(
            !findings.All(finding => finding.Passed) ? RetrainingAction.Reject
                : thresholds.RequiresApproval ? RetrainingAction.PendingApproval
                : RetrainingAction.Promote,
            findings);
    }

    private static GateFinding FindVersions(GateEvidence evidence) => evidence.Champion!.Id == evidence.Challenger.Id
        ? Missing("champion", $"Version {evidence.Challenger.Version} is in production itself.")
        : new()
        {
            Rule = "champion",
            Passed = true,
            Explanation = $"Version {evidence.Champion.Version} is in production.",
        };

    private static GateFinding FindChallenger(GateVersion challenger) => new()
    {
        Rule = "challenger",
        Passed = challenger.CanBePromoted(),
        Explanation = challenger.CanBePromoted()
            ? $"Version {challenger.Version} can be promoted."
            : $"Version {challenger.Version} is {challenger.Status} in stage {challenger.Stage}. Finish its training, or move it to " +
                "staging.",
    };

    private static GateFinding FindPrimary(GateEvidence evidence)
    {
        var thresholds = evidence.Policy.Thresholds;
        var rule = thresholds.PrimaryMetric.ToName();
        if (GateImprovement.Measure(thresholds.PrimaryMetric, evidence.All) is not { } found)
            return Undefined(rule);

        var lower = found.FindLower(thresholds.Confidence);
        var limit = Math.Min(thresholds.MinImprovement, 0);
        // The accuracy has an exact test, and few predictions make the interval of a share too short.
        var isByChance = limit == 0 && thresholds.PrimaryMetric == GateMetric.Accuracy && found.PValue > 1 - thresholds.Confidence;
        var passed = found.Improvement >= thresholds.MinImprovement && lower > limit && !isByChance;
        return new()
        {
            Rule = rule,
            Passed = passed,
            Value = found.Improvement,
            Limit = thresholds.MinImprovement,
            Improvement = found,
            Explanation =
                $"{rule} is {Show(found.Challenger)} after {Show(found.Champion)}: {Compare(found.Improvement)}, and with " +
                $"{Show(100 * thresholds.Confidence)}% certainty {Compare(lower)} or more. It must be better by " +
                $"{Show(thresholds.MinImprovement)}, and the certain part above {Show(limit)}" +
                (isByChance ? $"; by McNemar's test the difference may be chance (p = {Show(found.PValue)})." : "."),
        };
    }

    private static GateFinding FindGuard(GateGuard guard, PairedOutcomes outcomes)
    {
        var rule = $"guard {guard.Metric.ToName()}";
        return GateImprovement.Measure(guard.Metric, outcomes) is not { } found ? Undefined(rule) : new()
        {
            Rule = rule,
            Passed = found.Improvement >= -guard.MaxLoss,
            Value = found.Improvement,
            Limit = -guard.MaxLoss,
            Improvement = found,
            Explanation =
                $"{guard.Metric.ToName()} is {Show(found.Challenger)} after {Show(found.Champion)}: {Compare(found.Improvement)}. " +
                $"It may be worse by {Show(guard.MaxLoss)}.",
        };
    }

    // The worst segment of either side, which may be another one.
    private static IEnumerable<GateFinding> FindWorstSegment(GateEvidence evidence)
    {
        var thresholds = evidence.Policy.Thresholds;
        if (thresholds.SegmentFeature is null)
            yield break;

        var metric = thresholds.PrimaryMetric;
        var judged = evidence.Segments
            .Where(segment => segment.Outcomes.CountFor(thresholds) >= thresholds.MinSegmentSamples)
            .Select(segment => (Segment: segment, Found: GateImprovement.Measure(metric, segment.Outcomes)))
            .ToList();
        if (judged.Find(pair => GateImprovement.IsUndefinedForChallengerAlone(metric, pair.Segment.Outcomes)) is { Segment: { } lost })
        {
            yield return Missing(
                "worst segment",
                $"In the segment {lost}, {metric.ToName()} is not defined for the challenger, and it is for the champion.");
            yield break;
        }

        judged.RemoveAll(pair => pair.Found is null);
        if (judged.Count == 0)
        {
            yield return Missing(
                "worst segment",
                $"No segment by '{thresholds.SegmentFeature}' has the {thresholds.MinSegmentSamples} predictions that a comparison needs.");
            yield break;
        }

        var sign = metric.IsHigherBetter() ? 1 : -1;
        var before = judged.MinBy(pair => sign * pair.Found!.Champion);
        var after = judged.MinBy(pair => sign * pair.Found!.Challenger);
        var improvement = sign * (after.Found!.Challenger - before.Found!.Champion);
        yield return new()
        {
            Rule = "worst segment",
            Passed = improvement >= -thresholds.MaxSegmentLoss,
            Value = improvement,
            Limit = -thresholds.MaxSegmentLoss,
            Improvement = after.Found,
            Explanation =
                $"The worst segment by '{thresholds.SegmentFeature}' is {after.Segment} with {metric.ToName()} " +
                $"{Show(after.Found.Challenger)}, after {before.Segment} with {Show(before.Found.Champion)}: {Compare(improvement)}. " +
                $"It may be worse by {Show(thresholds.MaxSegmentLoss)}.",
        };
    }

    private static IEnumerable<GateFinding> FindDrift(GateEvidence evidence)
    {
        if (evidence.Trigger != TriggerReason.Drift)
            yield break;

        var limit = evidence.Policy.Thresholds.MinFeatureDriftRatio;
        yield return evidence.Drift.MaxBy(drift => drift.FeatureDriftRatio) is { } most
            ? AtLeast("drift", most.FeatureDriftRatio, limit,
                $"Monitor '{most.Monitor}' found that {Show(100 * most.FeatureDriftRatio)}% of the features have drifted")
            : Missing("drift", $"No monitor of model '{evidence.ModelName}' has evaluated a window, and drift is given as the reason.");
    }

    private static IEnumerable<GateFinding> FindCoolDown(GateEvidence evidence)
    {
        var coolDown = evidence.Policy.Thresholds.CoolDown;
        if (coolDown == TimeSpan.Zero || evidence.PromotedAt is not { } promoted)
            yield break;

        var served = evidence.WindowEnd - promoted;
        yield return new()
        {
            Rule = "cool-down",
            Passed = served >= coolDown,
            Value = served.TotalHours,
            Limit = coolDown.TotalHours,
            Explanation =
                $"The champion has served for {Show(served.TotalHours)} hours, and serves for {Show(coolDown.TotalHours)} at least.",
        };
    }

    private static GateFinding AtLeast(string rule, double value, double limit, string observation) => new()
    {
        Rule = rule,
        Passed = value >= limit,
        Value = value,
        Limit = limit,
        Explanation = $"{observation}; the policy asks for {Show(limit)}.",
    };

    private static GateFinding Undefined(string rule) =>
        Missing(
            rule,
            $"{rule} is not defined by the labelled predictions: there are too few, they all have one answer, the scores are not " +
            "from 0 to 1, or an error is above 1e70.");

    private static GateFinding Missing(string rule, string explanation) => new() { Rule = rule, Passed = false, Explanation = explanation };

    private static string Compare(double improvement) =>
        improvement < 0 ? $"worse by {Show(-improvement)}" : $"better by {Show(improvement)}";

    private static string Show(double value) =>
        value.ToString(value == 0 || Math.Abs(value) >= 0.001 ? "0.######" : "G4", CultureInfo.InvariantCulture);
}
