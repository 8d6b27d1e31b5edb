using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>What is found out about the models: drift, accuracy, decisions on retraining, and what is recommended.</summary>
internal sealed class MonitoringDays(GenerationPlan plan, Catalogue catalogue) : DailyData("Monitoring", plan)
{
    private const int RecommendationsPerDay = 100;
    private const int SampleSize = 1_000;
    private const int DriftHour = 23;

    private static readonly DriftThreshold Threshold = DriftThreshold.StatisticAtLeast(warning: 0.1, critical: 0.25);
    private static readonly (string Metric, double Usual)[] Accuracy =
        [("accuracy", 0.9), ("error_rate", 0.1), ("inference_time_ms_p95", 12)];
    private static readonly string[] Inputs = ["score", "size", "age_days", "changes"];

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random) =>
        [.. catalogue.Models.SelectMany((model, i) => Models(model, i, day, random)), .. Runs(day, random),
            .. Recommendations(day, random)];

    private IEnumerable<Entity> Models(ServedModel model, int number, DateTimeOffset day, SeededRandom random)
    {
        var (window, at, name) = (new TimeWindow(day, day.AddDays(1)), day.AddHours(DriftHour), model.Service.ModelName);
        var version = model.ServingAt(at);
        foreach (var input in Inputs)
            yield return random.AssignId(DriftMetric.Measure(
                name, input, DriftKind.Data, new DriftResult("psi-10-equal-bins", FindDrift(number, input, day)), Threshold,
                new DriftSample(new TimeWindow(day.AddDays(-1), day), SampleSize), new DriftSample(window, SampleSize), at, version.Id));

        foreach (var (metric, value) in Accuracy)
            yield return random.AssignId(PerformanceMetric.Record(
                model.Service.Name, metric, value * (1 + (0.03 * random.NextNormal())), window,
                    Plan.CountPerDay(model.Service.PredictionsPerDay), at));

        if ((day - Plan.Start).Days % 7 == number)
            yield return random.AssignId(RetrainingDecision.Reject(
                Inputs.Any(input => HasDrifted(number, input, day)) ? TriggerReason.Drift : TriggerReason.Scheduled,
                ["no candidate is better"],
                at,
                new DecisionEvidence { ModelName = name, LabeledSamples = SampleSize, CoveragePct = 90 }));
    }

    // The first model's inputs drift away. The same day has the same drift, whoever asks.
    private double FindDrift(int model, string input, DateTimeOffset day) =>
        (model == 0 ? 0.3 * ((day - Plan.Start) / (Plan.End - Plan.Start)) : 0.02)
        + (0.02 * Plan.RandomFor($"drift {model} {input} {day:yyyyMMdd}").NextDouble());

    private bool HasDrifted(int model, string input, DateTimeOffset day) => FindDrift(model, input, day) >= Threshold.Warning;

    // A run counts the results of the 24 hours before it.
    private IEnumerable<Entity> Runs(DateTimeOffset day, SeededRandom random) => Enumerable.Range(0, 24).Select(hour =>
    {
        var measured = hour < DriftHour ? day.AddDays(-1) : day;
        var models = Enumerable.Range(0, measured < Plan.Start ? 0 : catalogue.Models.Count);
        var drifted = models.Sum(model => Inputs.Count(input => HasDrifted(model, input, measured)));
        var share = (double)drifted / (catalogue.Models.Count * Inputs.Length);
        return random.AssignId(MonitoringRun.Record(day.AddHours(hour), 24, new MonitoringFindings
        {
            NumPredictions = SampleSize,
            PositiveRate = 0.5 + (0.05 * random.NextNormal()),
            ProbabilityMean = 0.55,
            ProbabilityStd = 0.15,
            Entropy = 0.99,
            DatasetDriftDetected = share > 0.5,
            FeatureDriftRatio = share,
            NumDriftedFeatures = drifted,
        }));
    });

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
            var reviewedAt = at.AddMinutes(20);
            if (reviewedAt < Plan.End && random.Happens(0.6))
                recommendation.Accept("reviewer", reviewedAt);
            else if (reviewedAt < Plan.End && random.Happens(0.5))
                recommendation.Reject("reviewer", "not worth it", reviewedAt);

            yield return recommendation;
        }
    }
}
