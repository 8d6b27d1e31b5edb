using System.CommandLine;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Registry;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>Compares two versions of a model by labels and by shadow scores.</summary>
internal sealed class ModelsCompareCommand : TenantVerb
{
    private static readonly ComparisonTerms Usual = new();

    private readonly Argument<string> _model = new("model") { Description = "The name of the model." };
    private readonly Argument<string> _version = new("version") { Description = "A version." };
    private readonly Argument<string> _other = new("other") { Description = "The version to compare with it." };

    private readonly WindowOption _window = new("--window", "When the predictions were made. Their labels may have come later.")
    {
        Required = true,
    };

    private readonly Option<string[]> _segments = new("--segment")
    {
        Description =
            "Also compare each segment: the values of a feature, a column, or context:KEY. It may be given many times.",
        HelpName = "feature",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _metrics = new("--metric")
    {
        Description = "A metric. It may be given many times. Those that fit the type of the model, if none is given.",
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };

    private readonly NumberOption _threshold = new(
        "--threshold", "The score from which an answer is positive.", Usual.DecisionThreshold);

    private readonly NumberOption _positive = new("--positive", "The label of a positive prediction.", Usual.PositiveLabel);
    private readonly NumberOption _confidence = new(
        "--confidence", "The share of intervals that contain the true difference.", Usual.Confidence);

    private readonly WholeNumberOption _labelled = new(
        "--min-labelled", "With fewer labelled predictions of a version, there is no verdict.", Usual.MinLabelled);

    private readonly WholeNumberOption _cap = new(
        "--segment-cap", "The number of segments that are compared by name, the largest ones.", Usual.SegmentCap);

    public ModelsCompareCommand(ContextFactory contexts)
        : base(
            contexts,
            "compare",
            "Compare two versions by the labels of their predictions, and by their answers to the same inputs.",
            "The tenant of the model")
    {
        Examples =
        [
            "models compare churn 1 2 --window 2026-03-01..2026-03-08",
            "models compare churn 1 2 --window 2026-03-01..2026-03-08 --segment country --segment context:plan --metric f1 --metric brier",
        ];
        _metrics.AcceptOnlyFromAmong([.. GateMetricNames.All.Keys]);
        foreach (var argument in (Argument[])[_model, _version, _other])
            Add(argument);

        foreach (var option in (Option[])[_window, _segments, _metrics, _threshold, _positive, _confidence, _labelled, _cap])
            Add(option);

        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var question = new ComparisonQuestion(
            parsed.GetValue(_model)!, parsed.GetValue(_version)!, parsed.GetValue(_other)!, parsed.GetValue(_window)!.Value)
        {
            Terms = new ComparisonTerms
            {
                Metrics = [.. parsed.GetValue(_metrics)!.Distinct().Select(name => GateMetricNames.All[name])],
                SegmentFeatures = parsed.GetValue(_segments)!,
                DecisionThreshold = parsed.GetValue(_threshold),
                PositiveLabel = parsed.GetValue(_positive),
                Confidence = parsed.GetValue(_confidence),
                MinLabelled = parsed.GetValue(_labelled),
                SegmentCap = parsed.GetValue(_cap),
            },
        };
        ComparisonPage.Write(output, await new ComparisonRepository(context).CompareAsync(question, cancellationToken));
    }
}
