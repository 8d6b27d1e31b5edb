using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>At least one row for every table, with every property set, in an order in which they can be stored.</summary>
internal static class Population
{
    public static IReadOnlyList<Entity> Create(string modelName = "credit-risk")
    {
        var model = FullModel(modelName);
        var version = FullVersion(model);
        var decision = Rejection(version.Id);
        var transition = version.MoveTo(ModelStage.Staging, new StageChange("ann", Sample.Hostile, Sample.Noon, decision.Id));
        var predictions = Sample.FullPredictions(version.Id);
        return
        [
            model, version, decision, RetrainingDecision.Promote(TriggerReason.Manual, Sample.Noon.AddMinutes(1)),
            transition, .. predictions,
            .. predictions.Select(prediction => FullFeedback(prediction.Id)),
            FullDriftMetric(version.Id), FullRun(), FullDeadLetter(),
            .. FeaturePopulation.Create(),
            .. TelemetryPopulation.Create(),
            .. GovernancePopulation.Create(),
        ];
    }

    public static async Task StoreAsync(TestDatabase database)
    {
        await using var context = database.CreateContext();
        context.AddRange(Create());
        await context.SaveChangesAsync();
    }

    public static Model FullModel(string name)
    {
        var model = Model.Register(name, "classification", "onnx", Sample.Noon, "ann", Sample.Hostile);
        model.Tag(Sample.Hostile, Sample.Hostile, Sample.Noon.AddTicks(1_234_567));
        model.SetBaseline(new MetricSet([new(Sample.Hostile, double.Epsilon), new("f1", 0.1 + 0.2)]), Sample.Noon.AddHours(1));
        return model;
    }

    public static ModelVersion FullVersion(Model model, string name = "v3-advanced")
    {
        var version = ModelVersion.Begin(model, name, Sample.Noon, new ModelVersionOrigin
        {
            MlflowRunId = Sample.Hostile,
            Hyperparameters = Json.Parse("""{"depth": 3}"""),
            Parameters = Json.From(new { text = Sample.Hostile }),
        });
        version.CompleteTraining(Sample.Noon, new MetricSet([new("auc", double.MinValue)]), 1, 2);
        version.Attach(new Artifact("s3://models/" + Sample.Hostile, long.MaxValue, "sha256:00"), Sample.Noon);
        version.Sign(new ModelSignature(Json.Parse("{}"), Json.Parse("[]")), Sample.Noon);
        version.StoreEncrypted([0, 1, 254, 255], "key-1", Sample.Noon);
        return version;
    }

    public static Feedback FullFeedback(Guid predictionId) => Feedback.On(
        predictionId,
        new FeedbackContent
        {
            Rating = 5,
            IsCorrect = false,
            CorrectedValue = double.MaxValue,
            Comment = Sample.Hostile,
            UserId = Sample.Hostile,
        },
        Sample.Noon);

    public static DriftMetric FullDriftMetric(Guid? versionId = null, string? feature = "age", DateTimeOffset? at = null)
    {
        var result = new DriftResult("psi-evidently", 0.3)
        {
            PValue = 0.01,
            Bins = Json.Parse("[0, 0.5, 1]"),
            VaeReconstructionError = 1e-300,
        };
        var day = TimeSpan.FromDays(1);
        return DriftMetric.Measure(
            "credit-risk", feature, DriftKind.Concept, result, DriftThreshold.StatisticAtLeast(0.1, 0.25),
            new DriftSample(new TimeWindow(Sample.Noon - day - day, Sample.Noon - day), 0),
            new DriftSample(new TimeWindow(Sample.Noon - day, Sample.Noon), long.MaxValue), at ?? Sample.Noon, versionId);
    }

    public static DeadLetter FullDeadLetter() => DeadLetter.Of(
        "OraclePrediction", Guid.CreateVersion7(Sample.Noon), Json.From(new { text = Sample.Hostile }).ToString(), Sample.Hostile, "23514", Sample.Noon);

    public static MonitoringRun FullRun(DateTimeOffset? at = null) => MonitoringRun.Record(
        at ?? Sample.Noon,
        24,
        new MonitoringFindings
        {
            NumPredictions = int.MaxValue,
            PositiveRate = 1,
            ProbabilityMean = 0.5,
            ProbabilityStd = double.MaxValue,
            Entropy = 0.1,
            DatasetDriftDetected = true,
            FeatureDriftRatio = 1,
            NumDriftedFeatures = 3,
            DriftSummaryRef = Sample.Hostile,
            DriftReportRef = "s3://report",
        });

    public static RetrainingDecision Rejection(Guid? versionId = null, string modelName = "credit-risk") =>
        RetrainingDecision.Reject(
            TriggerReason.Drift,
            ["worse F1", Sample.Hostile, "NULL", "{a,\"b\"}"],
            Sample.Noon,
            new DecisionEvidence
            {
                ModelName = modelName,
                CandidateVersionId = versionId,
                DriftContext = Json.Parse("{}"),
                DataContext = Json.Parse("[]"),
                DecisionDetails = Json.Parse("1"),
                LabeledSamples = 0,
                CoveragePct = 100,
            });
}
