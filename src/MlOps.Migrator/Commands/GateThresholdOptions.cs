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
    private static readonly Dictionary<string, GateMetric> Metrics =
        Enum.GetValues<GateMetric>().ToDictionary(GateMetrics.ToName, StringComparer.Ordinal);

    private readonly Option<string> _metric = new("--metric")
    {
        Description = "The metric by which the challenger must be better.",
        DefaultValueFactory = _ => Usual.PrimaryMetric.ToName(),
    };

    private readonly ValueOption<double> _improvement = Number(
        "--min-improvement",
        "By how much at least, in the unit of the metric. Below 0 the challenger may be worse by that much.",
        Usual.MinImprovement);

    private readonly ValueOption<double> _confidence = Number("--confidence", "The certainty of the comparison.", Usual.Confidence);
    private readonly SpanOption _lookback = new("--lookback", "How long before the present the predictions are from", Usual.Lookback);
    private readonly ValueOption<int> _labelled = WholeNumber(
        "--min-labelled", "The number of predictions with a label and an answer of the challenger.", Usual.MinLabeledSamples);

    private readonly ValueOption<double> _coverage = Number(
        "--min-coverage", "The percentage of the champion's predictions that must have a label.", Usual.MinCoveragePct);

    private readonly ValueOption<double> _answered = Number(
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

    private readonly ValueOption<int> _segmentCap = WholeNumber(
        "--segment-cap", "The number of segments that are compared by name, the largest ones.", Usual.SegmentCap);

    private readonly ValueOption<int> _segmentSamples = WholeNumber(
        "--min-segment", "A segment with fewer predictions is not compared.", Usual.MinSegmentSamples);

    private readonly ValueOption<double> _segmentLoss = Number(
        "--max-segment-loss", "How much worse the worst segment may be by the metric.", Usual.MaxSegmentLoss);

    private readonly ValueOption<double> _drift = Number(
        "--min-drift", "The share of drifted features that a retraining because of drift needs.", Usual.MinFeatureDriftRatio);

    private readonly SpanOption _coolDown = new("--cool-down", "How long a champion serves at least", Usual.CoolDown, allowsZero: true);
    private readonly Flag _approval = new("--approval", "Let another person approve each promotion.");
    private readonly ValueOption<double> _threshold = Number(
        "--threshold", "The score from which an answer is positive.", Usual.DecisionThreshold);

    private readonly ValueOption<double> _positive = Number("--positive", "The label of a positive prediction.", Usual.PositiveLabel);

    public GateThresholdOptions() => _metric.AcceptOnlyFromAmong([.. Metrics.Keys]);

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
        PrimaryMetric = Metrics[parsed.GetValue(_metric)!],
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
                if (token.Value.Split(':') is [var name, var loss] && Metrics.TryGetValue(name, out var metric)
                    && double.TryParse(loss, NumberStyles.Float, CultureInfo.InvariantCulture, out var most))
                    guards.Add(new GateGuard(metric, most));
                else
                    result.AddError(
                        $"--guard must be {GuardForm}, where METRIC is one of {string.Join(", ", Metrics.Keys)}, and is '{token.Value}'.");
            }
            catch (InvalidValueException e)
            {
                result.AddError($"--guard '{token.Value}' is not allowed. {e.Message}");
            }
        }

        return [.. guards];
    }

    private static ValueOption<double> Number(string name, string description, double usual) => new(
        name,
        description,
        "a number",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        usual);

    private static ValueOption<int> WholeNumber(string name, string description, int usual) => new(
        name,
        description,
        "a whole number",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        usual);
}
