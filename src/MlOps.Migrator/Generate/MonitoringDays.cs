using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Domain.Retraining;

namespace MlOps.Migrator.Generate;

/// <summary>What is found out about the models: drift, accuracy, decisions on retraining, and what is recommended.</summary>
internal sealed class MonitoringDays(GenerationPlan plan, Catalogue catalogue) : DailyData("Monitoring", plan)
{
    private const int RecommendationsPerDay = 100;
    private const int SampleSize = 1_000;

    private static readonly DriftThreshold Threshold = DriftThreshold.StatisticAtLeast(warning: 0.1, critical: 0.25);
    private static readonly (string Metric, double Usual)[] Accuracy =
        [("accuracy", 0.9), ("error_rate", 0.1), ("inference_time_ms_p95", 12)];
    private static readonly string?[] Inputs = [null, "size", "age_days", "changes"];

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random) =>
        [.. catalogue.Models.SelectMany((model, i) => Models(model, i, day, random)), .. Runs(day, random),
            .. Recommendations(day, random)];

    private IEnumerable<Entity> Models(ServedModel model, int number, DateTimeOffset day, SeededRandom random)
    {
        var (window, at, name) = (new TimeWindow(day, day.AddDays(1)), day.AddHours(23), model.Service.ModelName);
        var version = model.ServingAt(at);
        // The first model's inputs drift away.
        var drift = number == 0 ? 0.3 * ((day - Plan.Start) / (Plan.End - Plan.Start)) : 0.02;
        foreach (var input in Inputs)
            yield return random.AssignId(DriftMetric.Measure(
                name, input, DriftKind.Data, new DriftResult("psi-10-equal-bins", drift + (0.02 * random.NextDouble())), Threshold,
                new DriftSample(new TimeWindow(day.AddDays(-1), day), SampleSize), new DriftSample(window, SampleSize), at, version.Id));

        foreach (var (metric, value) in Accuracy)
            yield return random.AssignId(PerformanceMetric.Record(
                model.Service.Name, metric, value * (1 + (0.03 * random.NextNormal())), window,
                    Plan.CountPerDay(model.Service.PredictionsPerDay), at));

        if ((day - Plan.Start).Days % 7 == number)
            yield return random.AssignId(RetrainingDecision.Reject(
                drift > 0.1 ? TriggerReason.Drift : TriggerReason.Scheduled, ["no candidate is better"], at,
                new DecisionEvidence { ModelName = name, CandidateVersionId = version.Id, LabeledSamples = SampleSize, CoveragePct = 90 }));
    }

    private static IEnumerable<Entity> Runs(DateTimeOffset day, SeededRandom random) => Enumerable.Range(0, 24).Select(hour =>
        random.AssignId(MonitoringRun.Record(day.AddHours(hour), 24, new MonitoringFindings
        {
            NumPredictions = SampleSize,
            PositiveRate = 0.5 + (0.05 * random.NextNormal()),
            ProbabilityMean = 0.55,
            ProbabilityStd = 0.15,
            Entropy = 0.99,
            DatasetDriftDetected = random.Happens(0.1),
            FeatureDriftRatio = 0.25 * random.NextDouble(),
            NumDriftedFeatures = random.Next(3),
        })));

    private IEnumerable<Entity> Recommendations(DateTimeOffset day, SeededRandom random)
    {
        foreach (var at in DayCurve.Moments(day, Plan.CountPerDay(RecommendationsPerDay), random))
        {
            var recommendation = random.AssignId(Recommendation.Propose(
                "refactor",
                $"Take file{random.Next(200)}.cs apart",
                at,
                new RecommendationDetails
                {
                    PatternId = random.Pick(catalogue.Patterns).Id,
                    Priority = (RecommendationPriority)random.Next(4),
                    ConfidenceScore = random.NextDouble(),
                }));
            if (random.Happens(0.6))
                recommendation.Accept("reviewer", at.AddMinutes(20));
            else if (random.Happens(0.5))
                recommendation.Reject("reviewer", "not worth it", at.AddMinutes(20));

            yield return recommendation;
        }
    }
}
