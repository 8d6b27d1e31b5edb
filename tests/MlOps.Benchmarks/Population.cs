using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Benchmarks;

/// <summary>Predictions of all services in turn, each with a context of 1 KB, all of one month.</summary>
internal static class Population
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Slice Slice = Slice.Containing(Start, SliceInterval.Month);

    /// <summary>How long one prediction comes after the other.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private const int ContextLength = 1024;

    public static List<Prediction> Create(int count, DateTimeOffset? from = null) => [.. Stream(count, from)];

    /// <summary>One after the other, for more than fit into memory.</summary>
    public static IEnumerable<Prediction> Stream(int count, DateTimeOffset? from = null) =>
        Enumerable.Range(0, count).Select(i => At(
            i, (from ?? Start) + (i * Pace), new PredictionDetails { Context = ContextOf(i) }));

    /// <summary>The same with 46 features in place of the context.</summary>
    public static List<Prediction> CreateTyped(int count) =>
        [.. Enumerable.Range(0, count).Select(i => At(i, Start + (i * Pace), TypedPopulation.FeaturesOf(i)))];

    private static Prediction At(int i, DateTimeOffset at, PredictionDetails inputs)
    {
        var details = inputs with
        {
            Confidence = i % 100 / 100.0,
            ModelVersion = "2.4.1",
            TargetEntityType = "file",
            TargetEntityId = $"target-{i}",
            RiskLevel = (RiskLevel)(i % 4),
            InferenceTimeMs = i % 50,
        };
        return (i % 8) switch
        {
            0 => Prediction.ForService("ranking", "relevance", i, at, details),
            1 => CodeRoachPrediction.Record("code-quality", i, at, "project-7", $"src/module{i}/file.cs", details: details),
            2 => OraclePrediction.Record("answer", i, at, $"How is {i} done?", $"knowledge-{i}", details: details),
            3 => DaisyChainPrediction.Record("task", i, at, $"task-{i}", "build", 0.5, details),
            4 => FirstMatePrediction.Record("roll", i, at, $"user-{i}", "stealth", details: details),
            5 => GameAppPrediction.Record("next-scene", i, at, $"session-{i}", $"narrative-{i}", details: details),
            6 => AiGmPrediction.Record("decision", i, at, $"campaign-{i}", "tavern", details: details),
            _ => PolicyPrediction.Record(
                "violation", i, at, $"resource-{i}", "policy-3", ComplianceState.AtRisk, TimeSpan.FromHours(i % 90), details),
        };
    }

    // Numbers, as features are: jsonb takes them apart, and they do not compress to nothing.
    private static Json ContextOf(int i)
    {
        var features = new List<string>();
        for (var (length, feature) = (2, 0); length < ContextLength; feature++)
        {
            var text = $"\"feature_{feature}\": {((i * 31) + (feature * 7919)) % 100_000 / 1000.0:0.000}";
            length += text.Length + 2;
            features.Add(text);
        }

        return Json.Parse($"{{{string.Join(", ", features)}}}");
    }
}
