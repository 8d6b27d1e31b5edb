using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Retraining;

public class GateTests
{
    private static readonly GateThresholds Usual = new()
    {
        MinLabeledSamples = 200,
        MinCoveragePct = 30,
        Guards = [new GateGuard(GateMetric.Brier, 0.01)],
    };

    [Fact]
    public void A_better_challenger_is_promoted_and_a_worse_one_is_rejected()
    {
        Assert.Equal(RetrainingAction.Promote, Gate.Judge(Evidence(Usual, champion: 60, challenger: 20)).Action);

        var worse = Gate.Judge(Evidence(Usual, champion: 20, challenger: 60));
        Assert.Equal(RetrainingAction.Reject, worse.Action);
        Assert.Equal(["f1", "guard brier"], Failed(worse));
        Assert.Contains("worse by", worse.Reasons.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_chance_is_not_enough()
    {
        Assert.Equal(["f1"], Failed(Gate.Judge(Evidence(Usual, champion: 21, challenger: 20))));
        Assert.Equal(
            ["accuracy"],
            Failed(Gate.Judge(Evidence(Usual with { PrimaryMetric = GateMetric.Accuracy }, champion: 2, challenger: 0))));
    }

    [Fact]
    public void A_challenger_may_be_worse_by_what_the_policy_allows_and_no_more()
    {
        var lenient = Usual with { MinImprovement = -0.05, Guards = [] };
        Assert.Equal(RetrainingAction.Promote, Gate.Judge(Evidence(lenient, champion: 40, challenger: 41)).Action);
        Assert.Equal(["f1"], Failed(Gate.Judge(Evidence(lenient, champion: 20, challenger: 60))));
        Assert.Equal(["f1"], Failed(Gate.Judge(Evidence(Usual with { MinImprovement = 0.5 }, champion: 60, challenger: 20))));
    }

    [Fact]
    public void Each_rule_can_reject_alone()
    {
        var good = Evidence(Usual, champion: 60, challenger: 20);
        GateEvidence With(Func<GateThresholds, GateThresholds> change) =>
            good with { Policy = good.Policy with { Thresholds = change(Usual) } };

        Assert.Equal(["champion"], Failed(Gate.Judge(good with { Champion = null })));
        Assert.Equal(["champion"], Failed(Gate.Judge(good with { Champion = good.Challenger })));
        Assert.Equal(["labelled samples"], Failed(Gate.Judge(With(usual => usual with { MinLabeledSamples = 401 }))));
        Assert.Equal(["coverage"], Failed(Gate.Judge(good with { Predictions = 1400 })));
        Assert.Equal(["answered"], Failed(Gate.Judge(good with { Answerable = 422 })));
        Assert.Equal(["challenger"], Failed(Gate.Judge(good with { Challenger = good.Challenger with { Stage = ModelStage.Archived } })));
        Assert.Equal(
            ["challenger"], Failed(Gate.Judge(good with { Challenger = good.Challenger with { Status = VersionStatus.Training } })));
        GateGuard[] guards = [new(GateMetric.Recall, 1), new(GateMetric.Precision, 0)];
        Assert.Equal(
            ["guard precision"],
            Failed(Gate.Judge(With(usual => usual with { Guards = guards }) with { All = Outcomes((60, 20), (0, 9)) })));
        Assert.Equal(["worst segment"], Failed(Gate.Judge(With(usual => usual with { SegmentFeature = "country" }))));
        Assert.Equal(["drift"], Failed(Gate.Judge(good with { Trigger = TriggerReason.Drift })));
        Assert.Equal(["cool-down"], Failed(Gate.Judge(
            With(usual => usual with { CoolDown = TimeSpan.FromDays(7) }) with { PromotedAt = Sample.Time.AddDays(-6.9) })));
    }

    [Fact]
    public void The_worst_segment_must_not_get_worse_and_small_ones_do_not_count()
    {
        var thresholds = Usual with { SegmentFeature = "country", MinSegmentSamples = 100 };
        GateEvidence Of(params SegmentOutcomes[] segments) => Evidence(thresholds, 60, 20) with { Segments = segments };

        Assert.Equal(RetrainingAction.Promote, Gate.Judge(Of(Segment("de", 60, 10), Segment("fr", 30, 40))).Action);
        var worse = Gate.Judge(Of(Segment("de", 60, 10), Segment("fr", 30, 70), Segment("tiny", 1, 9, size: 10)));
        Assert.Equal(["worst segment"], Failed(worse));
        Assert.Contains("'fr'", Assert.Single(worse.Reasons), StringComparison.Ordinal);
        Assert.Contains("'de'", Assert.Single(worse.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_no_probability_answers_nothing()
    {
        var evidence = Evidence(Usual, 60, 20);
        var easy = evidence with { Answerable = 4000, All = evidence.All with { Paired = 4000 } };

        Assert.Equal(["answered"], Failed(Gate.Judge(easy)));
        Assert.Equal(["labelled samples", "answered"], Failed(Gate.Judge(
            easy with { Policy = evidence.Policy with { Thresholds = Usual with { MinLabeledSamples = 401 } } })));
    }

    [Fact]
    public void A_segment_in_which_the_challenger_alone_has_no_metric_is_worse()
    {
        var precision = Usual with { PrimaryMetric = GateMetric.Precision, Guards = [], SegmentFeature = "country", MinImprovement = -1 };
        // The challenger never says yes there.
        var silent = Segment("de", 60, 10) with { Outcomes = Outcomes((60, 100), (60, 0), each: 100) };

        var rejected = Gate.Judge(Evidence(precision, 60, 20) with { Segments = [Segment("fr", 30, 20), silent] });
        Assert.Equal(["worst segment"], Failed(rejected));
        Assert.Contains("'de'", Assert.Single(rejected.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_of_a_segment_is_cut_between_two_characters()
    {
        var segment = Segment($"{new string('a', 99)}\ud83d\ude00x", 60, 10);
        Assert.Equal($"'{new string('a', 99)}...'", segment.ToString());
    }

    [Fact]
    public void Drift_that_was_measured_is_a_reason()
    {
        var drift = new GateDrift
        {
            MonitoringRunId = Sample.Tenant,
            Monitor = "hourly",
            WindowEnd = Sample.Time,
            FeatureDriftRatio = 0.4,
            NumDriftedFeatures = 4,
            DatasetDriftDetected = false,
        };
        var evidence = Evidence(Usual with { MinFeatureDriftRatio = 0.3 }, 60, 20) with { Trigger = TriggerReason.Drift, Drift = [drift] };

        Assert.Equal(RetrainingAction.Promote, Gate.Judge(evidence).Action);
        Assert.Equal(["drift"], Failed(Gate.Judge(evidence with { Drift = [drift with { FeatureDriftRatio = 0.2 }] })));
    }

    [Fact]
    public void A_policy_can_ask_for_another_persons_approval()
    {
        var thresholds = Usual with { RequiresApproval = true };
        Assert.Equal(RetrainingAction.PendingApproval, Gate.Judge(Evidence(thresholds, 60, 20)).Action);
        Assert.Equal(RetrainingAction.Reject, Gate.Judge(Evidence(thresholds, 20, 60)).Action);
    }

    [Fact]
    public void The_stored_evidence_gives_the_same_verdict_and_a_change_of_it_another_hash()
    {
        var evidence = Evidence(Usual with { SegmentFeature = "country" }, 60, 20) with
        {
            Segments = [Segment("de", 60, 10)],
            PromotedAt = Sample.Time.AddDays(-3),
        };
        var document = evidence.ToJson();
        var read = document.As<GateEvidence>()!;

        Assert.Equal(document.Text, read.ToJson().Text);
        Assert.Equal(Json.From(Gate.Judge(evidence)), Json.From(Gate.Judge(read)));
        var spaced = Json.Parse(document.Text.Replace(",", " , ", StringComparison.Ordinal));
        Assert.Equal(GateEvidence.Hash(document), GateEvidence.Hash(spaced));
        Assert.NotEqual(GateEvidence.Hash(document), GateEvidence.Hash((evidence with { Labelled = 401 }).ToJson()));
    }

    private static IEnumerable<string> Failed(GateVerdict verdict) =>
        verdict.Findings.Where(finding => !finding.Passed).Select(finding => finding.Rule);

    private static SegmentOutcomes Segment(string name, int champion, int challenger, int size = 200) => new()
    {
        Kind = SegmentKind.Named,
        Name = name,
        Outcomes = Outcomes((champion, challenger), (champion, challenger), size / 2),
    };

    private static GateEvidence Evidence(GateThresholds thresholds, int champion, int challenger) => new()
    {
        ModelName = "churn",
        Champion = new(Guid.CreateVersion7(Sample.Time), "1", ModelStage.Production, VersionStatus.Active),
        Challenger = new(Guid.CreateVersion7(Sample.Time), "2", ModelStage.Staging, VersionStatus.Active),
        Policy = new(Guid.CreateVersion7(Sample.Time), "default", 1, thresholds),
        Trigger = TriggerReason.Scheduled,
        WindowStart = Sample.Time.AddDays(-14),
        WindowEnd = Sample.Time,
        Predictions = 1000,
        Labelled = 400,
        Answerable = 400,
        All = Outcomes((champion, challenger), (champion, challenger)),
    };

    // How many answers of each side are wrong, among the positive and the negative predictions. Both are wrong on the same ones first.
    private static PairedOutcomes Outcomes(
        (int Champion, int Challenger) positives, (int Champion, int Challenger) negatives, int each = 200) =>
        new GateRows(
        [
            .. Enumerable.Range(0, each).Select(i => (1.0, Answer(i >= positives.Champion), Answer(i >= positives.Challenger))),
            .. Enumerable.Range(0, each).Select(i => (0.0, Answer(i < negatives.Champion), Answer(i < negatives.Challenger))),
        ]).Sum();

    private static double Answer(bool isPositive) => isPositive ? 0.9 : 0.1;
}
