using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Patterns;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>What the days refer to: models with their versions, patterns, features.</summary>
internal sealed class Catalogue
{
    private const int PatternCount = 200;

    private static readonly string[] PatternTypes = ["code_smell", "performance", "security", "usage", "error"];
    private static readonly string[] Measures = ["requests", "latency_ms", "errors", "cpu_load", "memory_share"];
    private static readonly string[] Spans = ["5m", "1h", "1d", "7d"];

    private Catalogue(
        IReadOnlyList<ServedModel> models,
        IReadOnlyList<IdentifiedPattern> patterns,
        IReadOnlyList<Feature> features,
        FeatureSchema inputs) =>
        (Models, Patterns, Features, Inputs) = (models, patterns, features, inputs);

    public IReadOnlyList<ServedModel> Models { get; }

    public IReadOnlyList<IdentifiedPattern> Patterns { get; }

    public IReadOnlyList<Feature> Features { get; }

    /// <summary>What every model is given.</summary>
    public FeatureSchema Inputs { get; }

    /// <summary>All of it, a model first.</summary>
    public IEnumerable<Entity> Entities =>
        [.. Models.SelectMany(model => model.Entities), .. Patterns, .. Features, Inputs, .. Inputs.Features];

    public static Catalogue Of(GenerationPlan plan)
    {
        var random = plan.RandomFor("catalogue");
        var before = plan.Start.AddDays(-30);
        return new Catalogue(
            [.. SampleService.All.Select(service => ServedModel.Train(service, plan, random))],
            [.. Enumerable.Range(0, PatternCount).Select(i => random.AssignId(IdentifiedPattern.Identify(
                PatternTypes[i % PatternTypes.Length], $"pattern-{i:000}", 0.5 + (0.5 * random.NextDouble()), before.AddMinutes(i))))],
            [.. Measures.SelectMany((measure, i) => Spans.Select(span => random.AssignId(Feature.Register(
                $"{measure}_{span}", (FeatureKind)(i % 4), "number", before, "platform", freshness: TimeSpan.FromDays(2)))))],
            random.AssignIds(FeatureSchema.Define("resource-inputs", 1, before, [
                .. Measures.SelectMany(measure => Spans.Select(span => FeatureDefinition.Number($"{measure}_{span}", expectedMin: 0))),
                FeatureDefinition.Category("region"),
                FeatureDefinition.Category("size")])));
    }
}
