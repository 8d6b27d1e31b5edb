using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>What a policy asks for, as options.</summary>
internal sealed class GateThresholdOptions
{
    private const string GuardForm = "METRIC:MAXLOSS";

    private static readonly GateThresholds Usual = new();
    private readonly Option<string> _metric = new("--metric")
    {
        Description = "The metric by which the challenger must be better.",
        DefaultValueFactory = _ => Usual.PrimaryMetric.ToName(),
    };

    private readonly NumberOption _improvement = new(
        "--min-improvement",
        "By how much at least, in the unit of the metric. Below 0 the challenger may be worse by that much.",
        Usual.MinImprovement);

    private readonly NumberOption _confidence = new("--confidence", "The certainty of the comparison.", Usual.Confidence);
    private readonly SpanOption _lookback = new("--lookback", "How long before the present the predictions are from", Usual.Lookback);
    private readonly WholeNumberOption _labelled = new(
        "--min-labelled", "The number of predictions with a label and an answer of the challenger.", Usual.MinLabeledSamples);

    private readonly NumberOption _coverage = new(
        "--min-coverage", "The percentage of the champion's predictions that must have a label.", Usual.MinCoveragePct);

    private readonly NumberOption _answered = new(
        "--min-answered", "The percentage of the labelled predictions that the challenger must have answered.", Usual.MinAnsweredPct);

    private readonly Option<GateGuard[]?> _guards = new("--guard")
    {
        Description = "A metric that must not get worse by more than a number, such as brier:0.01. It may be given many times.",
        HelpName = GuardForm,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseGuards,
    };

    private readonly Option<string?> _segment = new("--segment")
    {
        Description = "By what the worst segment is found: a feature, a column, or context:KEY.",
        HelpName = "feature",
    };

    private readonly WholeNumberOption _segmentCap = new(
        "--segment-cap", "The number of segments that are compared by name, the largest ones.", Usual.SegmentCap);

    private readonly WholeNumberOption _segmentSamples = new(
        "--min-segment", "A segment with fewer predictions is not compared.", Usual.MinSegmentSamples);

    private readonly NumberOption _segmentLoss = new(
        "--max-segment-loss", "How much worse the worst segment may be by the metric.", Usual.MaxSegmentLoss);

    private readonly NumberOption _drift = new(
        "--min-drift", "The share of drifted features that a retraining because of drift needs.", Usual.MinFeatureDriftRatio);

    private readonly SpanOption _coolDown = new("--cool-down", "How long a champion serves at least", Usual.CoolDown, allowsZero: true);
    private readonly Flag _approval = new("--approval", "Let another person approve each promotion.");
    private readonly NumberOption _threshold = new(
        "--threshold", "The score from which an answer is positive.", Usual.DecisionThreshold);

    private readonly NumberOption _positive = new("--positive", "The label of a positive prediction.", Usual.PositiveLabel);

    public GateThresholdOptions() => _metric.AcceptOnlyFromAmong([.. GateMetricNames.All.Keys]);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _metric, _improvement, _confidence, _lookback, _labelled, _coverage, _answered, _guards, _segment, _segmentCap, _segmentSamples,
            _segmentLoss, _drift, _coolDown, _approval, _threshold, _positive,
        })
            command.Add(option);
    }

    public GateThresholds Of(ParseResult parsed) => new()
    {
        PrimaryMetric = GateMetricNames.All[parsed.GetValue(_metric)!],
        MinImprovement = parsed.GetValue(_improvement),
        Confidence = parsed.GetValue(_confidence),
        Lookback = _lookback.Of(parsed),
        MinLabeledSamples = parsed.GetValue(_labelled),
        MinCoveragePct = parsed.GetValue(_coverage),
        MinAnsweredPct = parsed.GetValue(_answered),
        Guards = parsed.GetValue(_guards) ?? [],
        SegmentFeature = parsed.GetValue(_segment),
        SegmentCap = parsed.GetValue(_segmentCap),
        MinSegmentSamples = parsed.GetValue(_segmentSamples),
        MaxSegmentLoss = parsed.GetValue(_segmentLoss),
        MinFeatureDriftRatio = parsed.GetValue(_drift),
        CoolDown = _coolDown.Of(parsed),
        RequiresApproval = parsed.GetValue(_approval),
        DecisionThreshold = parsed.GetValue(_threshold),
        PositiveLabel = parsed.GetValue(_positive),
    };

    private static GateGuard[] ParseGuards(ArgumentResult result)
    {
        var guards = new List<GateGuard>();
        foreach (var token in result.Tokens)
        {
            try
            {
                if (token.Value.Split(':') is [var name, var loss] && GateMetricNames.All.TryGetValue(name, out var metric)
                    && double.TryParse(loss, NumberStyles.Float, CultureInfo.InvariantCulture, out var most))
                    guards.Add(new GateGuard(metric, most));
                else
                    result.AddError(
                        $"--guard must be {GuardForm}, where METRIC is one of {string.Join(", ", GateMetricNames.All.Keys)}, and is " +
                        $"'{token.Value}'.");
            }
            catch (InvalidValueException e)
            {
                result.AddError($"--guard '{token.Value}' is not allowed. {e.Message}");
            }
        }

        return [.. guards];
    }
}
