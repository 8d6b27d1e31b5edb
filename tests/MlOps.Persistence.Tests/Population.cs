using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Samples;
using MlOps.Domain.Tenancy;
using MlOps.Domain.Training;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>At least one row for every table, with every property set, in an order in which they can be stored.</summary>
internal static class Population
{
    public static IReadOnlyList<Entity> Create(string modelName = "credit-risk", Guid? tenantId = null)
    {
        var model = FullModel(modelName);
        var version = InTraining(model);
        var dataset = FullDataset();
        var job = FailedJob(version, dataset);
        var features = FeaturePopulation.Create();
        version.TakeFeatures(features.OfType<FeatureSchema>().Single(), Sample.Noon);
        Complete(version);
        var decision = RetrainingPopulation.Rejection(version.Id);
        var transition = version.MoveTo(ModelStage.Staging, new StageChange("ann", Sample.Hostile, Sample.Noon, decision.Id));
        // Stored with its period, and so after the decision.
        var served = FullVersion(model, "v4");
        var predictions = Sample.FullPredictions(version.Id);
        return
        [
            .. features, model, version, decision,
            RetrainingDecision.Promote(TriggerReason.Manual, Sample.Noon.AddMinutes(1)), .. RetrainingPopulation.Answered(version),
            .. RetrainingPopulation.Requested(version, decision), transition, served, Served(served, decision.Id), .. predictions,
            .. predictions.Select(prediction => FullFeedback(prediction.Id)),
            .. predictions.Select(prediction => FullShadowScore(prediction, version)),
            .. MonitorPopulation.Create(version.Id), Build.FeatureBaseline(version), FullBaseline(version),
            FullDriftMetric(version.Id), FullRun(), FullDeadLetter(), FullLabelPolicy(),
            .. TelemetryPopulation.Create(),
            .. GovernancePopulation.Create(tenantId ?? Tenants.Default),
            .. Moved(version), FullConfiguration(), dataset, job, FullEvaluation(version, dataset), FullPerformance(),
            .. Alarmed(), FullSnapshot(), .. RetrainingPopulation.Changed(),
            .. EvolutionSamples.CreateAll(), .. PatternSamples.CreateAll(),
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

    private static FeatureBaseline FullBaseline(ModelVersion version) => FeatureBaseline.OfCategories(
        version,
        Sample.Hostile[..50],
        CategorySample.FromValues(["", Sample.Hostile, null]),
        new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon),
        Sample.Noon);

    public static ModelVersion FullVersion(Model model, string name = "v3-advanced") => Complete(InTraining(model, name));

    private static ModelVersion InTraining(Model model, string name = "v3-advanced") =>
        ModelVersion.Begin(model, name, Sample.Noon, new ModelVersionOrigin
        {
            MlflowRunId = Sample.Hostile,
            Hyperparameters = Json.Parse("""{"depth": 3}"""),
            Parameters = Json.From(new { text = Sample.Hostile }),
        });

    private static ModelVersion Complete(ModelVersion version)
    {
        version.CompleteTraining(Sample.Noon, new MetricSet([new("auc", double.MinValue)]), 1, 2);
        version.Attach(new Artifact("s3://models/" + Sample.Hostile, long.MaxValue, "sha256:00"), Sample.Noon);
        version.SetSignature(new ModelSignature(Json.Parse("{}"), Json.Parse("[]")), Sample.Noon);
        version.StoreEncrypted([0, 1, 254, 255], "key-1", Sample.Noon);
        return version;
    }

    private static ServingPeriod Served(ModelVersion version, Guid decisionId)
    {
        version.PromoteToProduction(null, new StageChange(Sample.Hostile, "better", Sample.Noon.AddTicks(1_234_567), decisionId));
        version.MoveTo(ModelStage.Archived, new StageChange("ann", "worse", Sample.Noon.AddHours(1)));
        return version.ServingPeriods.Single();
    }

    public static Feedback FullFeedback(Guid predictionId) => Feedback.Record(
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

    private static ShadowScore FullShadowScore(Prediction prediction, ModelVersion version) => ShadowScore.Record(
        prediction,
        version,
        new() { PredictedValue = double.MinValue, Confidence = 0.3, Output = Json.From(Sample.Hostile), InferenceTimeMs = 0.1 },
        Sample.Noon.AddTicks(1_234_560));

    public static DriftMetric FullDriftMetric(
        Guid? versionId = null, string? feature = "age", DateTimeOffset? at = null, string model = "credit-risk")
    {
        var result = new DriftResult("psi-evidently", 0.3)
        {
            PValue = 0.01,
            Bins = Json.Parse("[0, 0.5, 1]"),
            VaeReconstructionError = 1e-300,
        };
        var day = TimeSpan.FromDays(1);
        return DriftMetric.Measure(
            model, feature, DriftKind.Concept, result, DriftThreshold.StatisticAtLeast(0.1, 0.25),
            new DriftSample(new TimeWindow(Sample.Noon - day - day, Sample.Noon - day), 0),
            new DriftSample(new TimeWindow(Sample.Noon - day, Sample.Noon), long.MaxValue), at ?? Sample.Noon, versionId);
    }

    private static LabelPolicy FullLabelPolicy() => LabelPolicy.Define(
        Sample.Hostile[..50], new() { MinAgreement = 2, Sources = ["user", Sample.Hostile[..50]], CorrectionReason = Sample.Hostile },
        Sample.Noon);

    public static DeadLetter FullDeadLetter() => DeadLetter.Record(
        "OraclePrediction", Guid.CreateVersion7(Sample.Noon), Json.From(new { text = Sample.Hostile }).ToString(), Sample.Hostile, "23514",
        Sample.Noon);

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

    public static TrainingDataset FullDataset(string name = "loans", string version = "2026-03")
    {
        var dataset = TrainingDataset.Register(
            name, version, Sample.Hostile, Json.Parse("""{"age": "integer"}"""), long.MaxValue, Sample.Noon, "sha256:00",
            ["age", Sample.Hostile, "NULL", "{a,\"b\"}"], Sample.Noon.AddTicks(-1_234_567));
        dataset.Assess(0.1 + 0.2, Sample.Noon.AddHours(1));
        return dataset;
    }

    public static ModelEvaluation FullEvaluation(ModelVersion version, TrainingDataset? dataset = null) => ModelEvaluation.Record(
        version,
        new EvaluationResult
        {
            Metrics = new MetricSet([new(Sample.Hostile, double.Epsilon), new("auc", 0.1 + 0.2)]),
            ConfusionMatrix = new ConfusionMatrix(["good", Sample.Hostile], [[long.MaxValue - 6, 1], [2, 3]]),
            Thresholds = new MetricSet([new("approve", 0.7)]),
        },
        Sample.Hostile,
        Sample.Noon.AddHours(1),
        dataset);

    // Failed, since only such a job has every property set.
    private static TrainingJob FailedJob(ModelVersion version, TrainingDataset dataset)
    {
        var job = TrainingJob.Queue(version, int.MaxValue, Sample.Noon, dataset, Json.Parse("""{"depth": 3}"""));
        job.Start(Sample.Hostile, Sample.Noon.AddTicks(1_234_567));
        job.CompleteEpoch(double.MaxValue, Sample.Noon.AddMinutes(1), double.Epsilon, new MetricSet([new("gpu_hours", 0.1 + 0.2)]));
        job.CompleteEpoch(-0.0, Sample.Noon.AddMinutes(2));
        job.Fail(Sample.Hostile, Sample.Noon.AddMinutes(3));
        return job;
    }

    private static ModelAlias[] Moved(ModelVersion version)
    {
        var first = ModelAlias.Point(Sample.Hostile, version, "ann", Sample.Noon);
        first.Close(Sample.Hostile, Sample.Noon.AddHours(1));
        return [first, ModelAlias.Point(Sample.Hostile, version, Sample.Hostile, Sample.Noon.AddHours(2))];
    }

    private static Configuration FullConfiguration() => Configuration.Record(
        Sample.Hostile, Json.From(new { text = Sample.Hostile }), Sample.Noon, Json.Parse("[]"), Json.Parse("{}"));

    private static PerformanceMetric FullPerformance() => PerformanceMetric.Record(
        "oracle", "accuracy", double.MinValue, new TimeWindow(Sample.Noon, Sample.Noon.AddHours(1)), long.MaxValue,
        Sample.Noon.AddHours(1));

    private static Entity[] Alarmed()
    {
        var rule = AlertRule.Define(
            Sample.Hostile, "error_rate", AlertCondition.Below, double.MaxValue, TimeSpan.MaxValue, AlertLevel.Critical, Sample.Noon,
            "credit-risk", "oracle", double.MaxValue, AlertRule.MaxRequiredBreaches);
        var finding = new AlertFinding(Sample.Hostile[..50], Sample.Hostile, Sample.Hostile, Sample.Noon.AddDays(-1));
        var alert = rule.Fire(0.1 + 0.2, Sample.Noon.AddTicks(1_234_567), finding);
        alert.Acknowledge(Sample.Hostile, Sample.Noon.AddHours(1));
        alert.Resolve(Sample.Hostile, Sample.Noon.AddHours(2), Sample.Hostile);
        var sent = AlertDelivery.Plan(alert, Sample.Hostile, Sample.Noon);
        sent.Fail("away", Sample.Noon);
        sent.Deliver(Sample.Noon.AddHours(3));
        var failed = AlertDelivery.Plan(alert, "hook", Sample.Noon);
        failed.Fail(Sample.Hostile, Sample.Noon);
        rule.Silence(Sample.Noon.AddDays(1), Sample.Hostile, Sample.Noon);
        var state = AlertState.Measure(rule, Sample.Hostile[..50], 0.1 + 0.2, Sample.Noon);
        return [rule, alert, sent, failed, state, AlertState.Miss(rule, "", Sample.Hostile, Sample.Noon)];
    }

    private static HealthSnapshot FullSnapshot() => HealthSnapshot.Take(
        [new(Sample.Hostile, HealthState.Unhealthy, Sample.Hostile), new("slices", HealthState.Degraded)], TimeSpan.FromTicks(1_234_560),
        Sample.Noon);
}
