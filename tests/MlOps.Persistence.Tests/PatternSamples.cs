using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Domain.Patterns;
using MlOps.Domain.Statistics;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>Patterns, recommendations and A/B experiments for tests.</summary>
internal static class PatternSamples
{
    /// <summary>One of each entity with every property set, in an order in which they can be stored.</summary>
    public static IReadOnlyList<Entity> CreateAll()
    {
        var pattern = CreatePattern(Sample.Hostile);
        var recommendation = Recommendation.Propose("refactor", Sample.Hostile, Sample.Noon, new RecommendationDetails
        {
            PatternId = pattern.Id,
            Priority = RecommendationPriority.Critical,
            Description = Sample.Hostile,
            Action = Json.Parse("""{"do": "split"}"""),
            ConfidenceScore = 1,
            TargetEntityType = "code_file",
            TargetEntityId = Sample.Hostile,
        });
        recommendation.Accept("ann", Sample.Noon);
        recommendation.Apply("bot", Sample.Noon.AddHours(1));
        recommendation.Revert(Sample.Hostile, Sample.Hostile, Sample.Noon.AddHours(2));
        var (concluded, counts) = RunExperiment(Sample.Hostile, "orders", Sample.Hostile, Sample.Hostile);
        concluded.Conclude(concluded.Analyse(counts), Sample.Noon);
        var (cancelled, numbers) = RunExperiment("minutes", "minutes", Sample.Hostile, "b", AbMetricKind.Value);
        cancelled.Cancel(Sample.Hostile, Sample.Noon);
        return
        [
            pattern, CreateOccurrence(pattern, Sample.Noon), recommendation,
            concluded, .. concluded.Variants, .. counts, cancelled, .. cancelled.Variants, .. numbers,
        ];
    }

    public static IdentifiedPattern CreatePattern(string name) =>
        IdentifiedPattern.Identify("code_smell", name, 0.1 + 0.2, Sample.Noon, Sample.Hostile, Json.Parse("""{"lines": 100}"""));

    public static PatternOccurrence CreateOccurrence(IdentifiedPattern pattern, DateTimeOffset at) =>
        PatternOccurrence.Record(pattern.Id, "code_file", Sample.Hostile, at, Json.Parse("""{"line_start": 45}"""), 0.5);

    /// <summary>A running experiment, with results in which the treatment is much better.</summary>
    public static (AbExperiment Experiment, IReadOnlyList<AbResult> Results) RunExperiment(
        string name, string metric, string hypothesis, string treatment, AbMetricKind kind = AbMetricKind.Conversion)
    {
        var experiment = AbExperiment.Design(
            name, metric, kind, new VariantPlan("control", 0.5), [new VariantPlan(treatment, 0.5)], Sample.Noon, hypothesis, 0.01, 1000);
        experiment.Start(Sample.Noon);
        var day = new TimeWindow(Sample.Noon, Sample.Noon.AddDays(1));
        return (experiment,
        [
            .. experiment.Variants.Select((variant, index) => kind == AbMetricKind.Conversion
                ? experiment.RecordConversions(variant.Name, day, new Proportion(10_000, 1000 + (1000 * index)), Sample.Noon)
                : experiment.RecordValues(variant.Name, day, new Moments(10_000, 1 + index, 0.1 + 0.2), Sample.Noon)),
        ]);
    }
}
