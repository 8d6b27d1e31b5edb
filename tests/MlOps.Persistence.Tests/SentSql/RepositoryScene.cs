using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>What is stored before the methods of repositories are called, and the arguments that fit to it.</summary>
internal sealed class RepositoryScene
{
    private readonly Dictionary<string, object?> _arguments;
    private readonly Queue<Alert> _alerts;
    private readonly Queue<string> _promoted = new(["1", "2"]);
    private int _hours;

    public RepositoryScene(MlOpsDbContext context)
    {
        var model = Build.Model();
        var (version, other) = (Build.ModelVersion(model), Build.ModelVersion(model, "2"));
        var training = Build.ModelVersion(model, "3", isTrained: false);
        var job = Build.TrainingJob(training);
        job.Start("host", Sample.Noon);
        var dataset = Build.TrainingDataset();
        var details = new PredictionDetails { ModelVersionId = version.Id };
        List<Prediction> predictions = [.. Enumerable.Range(0, 4).Select(i => Build.OraclePrediction(i, details: details))];
        var experiment = Build.EvolutionExperiment();
        var generation = Build.EvolutionGeneration(experiment);
        var individual = Build.EvolutionIndividual(generation);
        var decision = Build.RetrainingDecision();
        var pending = RetrainingDecision.FromGate(
            Build.GateEvidence(other, thresholds: Build.GateThresholds() with { RequiresApproval = true }), "ann", Sample.Noon);
        var (abExperiment, rule, feature) = (Build.AbExperiment(), Build.AlertRule(), Build.Feature());
        var silenced = Build.AlertRule("silenced");
        _alerts = new([.. Enumerable.Range(0, 9).Select(i => silenced.Fire(1, Sample.Noon, new AlertFinding($"subject {i}")))]);
        var (pattern, recommendation) = (Build.IdentifiedPattern(), Build.Recommendation());
        var late = Build.OraclePrediction();
        var (retried, dropped) = (Letter(context, late), Build.DeadLetter());
        List<ResourceSample> samples = [.. Enumerable.Range(0, 3).Select(day => ResourceSample.Measure(
            ResourceKind.Disk, "/var", day, Sample.Noon.AddMinutes(day)))];
        var monitor = Build.ServiceMonitor();
        var bins = Build.FeatureBins(monitor);
        var counted = Build.SketchedSpan(monitor);
        var hour = new TimeWindow(counted.StartsAt, counted.StartsAt.AddHours(1));
        var watching = Job.Watch(monitor, Sample.Noon, Sample.Noon);
        var window = new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon.AddDays(1));
        var result = new DriftResult("psi_sturges", 0.2)
        {
            Counts = ComparedCounts.OfBins([0, 1], [4], [4]),
            Evidence = new DriftEvidence("oracle", 1, 2),
        };
        var drift = DriftMetric.Measure(
            "churn", "predicted_value", DriftKind.Data, result, DriftThreshold.StatisticAtLeast(0.1), new DriftSample(window, 4),
            new DriftSample(window, 4), Sample.Noon);
        var (requested, held) = (Build.RetrainingRequest("x"), Build.LegalHold());
        Stored =
        [
            drift, monitor, watching, bins, counted, Build.FeatureSketch(counted, bins),
            Build.FeatureBaseline(version),
            model, version, other, training, job, dataset, .. predictions, Build.ShadowScore(predictions[1], other),
            experiment, generation, individual, decision, pending, abExperiment,
            .. abExperiment.Variants, Build.AbResult(abExperiment, "control"), Build.AbResult(abExperiment), rule, feature,
            silenced, .. _alerts, Build.AlertState(rule),
            pattern, recommendation, retried, dropped, .. samples, Build.RetrainingPolicy(), Build.Configuration(),
            requested, held, Build.RetentionPolicy(RenamedRun.Table("ml_feedback")),
        ];
        Label[] labels = [new(predictions[1].Id, 1, Sample.Noon), new(predictions[2].Id, 2, Sample.Noon)];
        _arguments = new Dictionary<string, object?>
        {
            ["action"] = RetentionAction.Archive,
            ["alias"] = "champion",
            ["baselines"] = new[] { Build.FeatureBaseline(other) },
            ["by"] = "ann",
            ["capacity"] = 9.0,
            ["challengerVersionId"] = other.Id,
            ["checkName"] = "x",
            ["count"] = 5,
            ["datasetId"] = dataset.Id,
            ["days"] = 2,
            ["enabled"] = false,
            ["entityIds"] = new[] { "a", "b" },
            ["epsilon"] = 0.1,
            ["eventTime"] = Sample.Noon,
            ["eventType"] = "x",
            ["expected"] = other.Version,
            ["experimentId"] = experiment.Id,
            ["featureName"] = feature.Name,
            ["featureNames"] = new[] { feature.Name },
            ["fingerprint"] = "x",
            ["first"] = version.Id,
            ["firstDay"] = DateOnly.FromDateTime(Sample.Noon.UtcDateTime),
            ["hasDrifted"] = true,
            ["horizonAt"] = Sample.Noon.AddYears(1),
            ["individualId"] = individual.Id,
            ["job"] = "x",
            ["keepDays"] = 365,
            ["kind"] = ResourceKind.Disk,
            ["knownAt"] = Sample.Noon,
            ["labels"] = labels,
            ["limit"] = TimeSpan.FromMinutes(1),
            ["metric"] = "x",
            ["modelName"] = model.Name,
            ["modelVersionId"] = version.Id,
            ["monitorId"] = monitor.Id,
            ["name"] = "x",
            ["patternId"] = pattern.Id,
            ["patternName"] = pattern.PatternName,
            ["patternType"] = pattern.PatternType,
            ["points"] = new[] { new FeaturePoint("a", Sample.Noon, Sample.Noon) },
            ["predictionId"] = predictions[0].Id,
            ["reason"] = "wrong",
            ["resource"] = "/var",
            ["resourceId"] = "vm-1",
            ["rule"] = rule,
            ["ruleId"] = rule.Id,
            ["rules"] = Rules(context),
            ["question"] = new DriftQuestion("oracle", window, window) { Features = ["predicted_value"] },
            ["SketchRepository.question"] = new SketchQuestion(monitor, hour) { Reference = hour, Method = DriftMethods.PsiNamed },
            ["requestIds"] = new[] { "a", "b" },
            ["note"] = "x",
            ["subject"] = "x",
            ["finding"] = new AlertFinding("x"),
            ["until"] = Sample.Noon.AddYears(1),
            ["SilenceAsync.name"] = silenced.Name,
            ["second"] = other.Id,
            ["serviceName"] = "oracle",
            ["sessionId"] = "x",
            ["settings"] = new LabelPolicySettings(),
            ["source"] = "x",
            ["span"] = window,
            ["stage"] = ModelStage.Staging,
            ["subjectId"] = "x",
            ["subjectType"] = "x",
            ["tableName"] = RenamedRun.Table("ml_feedback"),
            ["threshold"] = 0.5,
            ["thresholds"] = Build.GateThresholds() with { MinLabeledSamples = 1 },
            ["trigger"] = TriggerReason.Manual,
            ["value"] = 1.0,
            ["version"] = version.Version,
            ["why"] = "x",
            ["window"] = window,
            ["from"] = Sample.Noon,
            ["JobRepository.name"] = watching.Name,
            ["MonitorRepository.name"] = monitor.Name,
            ["ModelRepository.name"] = model.Name,
            ["ModelRepository.status"] = ModelStatus.Active,
            ["FeatureRepository.status"] = FeatureStatus.Active,
            ["AbExperimentRepository.name"] = abExperiment.Name,
            ["AbExperimentRepository.experimentId"] = abExperiment.Id,
            ["AlertRepository.name"] = rule.Name,
            ["RetrainingPolicyRepository.name"] = "default",
            ["GateRepository.question"] = new GateQuestion(model.Name, other.Version),
            ["ComparisonRepository.question"] = new ComparisonQuestion(model.Name, version.Version, other.Version, window)
            {
                Terms = new ComparisonTerms { SegmentFeatures = ["source"] },
            },
            ["decidedBy"] = "ann",
            ["decision"] = pending,
            ["decisionId"] = pending.Id,
            ["TrainingDatasetRepository.name"] = dataset.Name,
            ["DeadLetterRepository.id"] = retried.Id,
            ["DropAsync.id"] = dropped.Id,
            ["DriftMetricRepository.id"] = drift.Id,
            ["DriftMetricRepository.threshold"] = DriftThreshold.StatisticAtLeast(0.1),
            ["EvolutionRepository.id"] = experiment.Id,
            ["LegalHoldRepository.hold"] = Build.LegalHold(),
            ["LegalHoldRepository.id"] = held.Id,
            ["LegalHoldRepository.includesReleased"] = true,
            ["PredictionRepository.id"] = predictions[0].Id,
            ["RecommendationRepository.id"] = recommendation.Id,
            ["RetrainingDecisionRepository.id"] = decision.Id,
            ["RetrainingDecisionRepository.hash"] = new string('0', 64),
            ["RetrainingRequestRepository.id"] = requested.Id,
            ["RetrainingRequestRepository.version"] = other,
            ["TrainingJobRepository.id"] = job.Id,
        };
    }

    /// <summary>What is stored, in an order in which it can be.</summary>
    public IReadOnlyList<Entity> Stored { get; }

    /// <exception cref="InvalidOperationException">A method has a parameter that was never there before.</exception>
    public object? FindArgument(string repository, string method, string parameter) => parameter switch
    {
        "at" => NextHour(),
        "alertId" => _alerts.Dequeue().Id,
        "monitor" => Build.ServiceMonitor($"monitor {NextHour():O}"),
        "change" => new StageChange("ann", "better", NextHour()),
        "version" when method == nameof(ModelVersionRepository.PromoteAsync) => _promoted.Dequeue(),
        "actualValue" => NextHour().Hour + 0.5,
        _ => new[] { $"{method}.{parameter}", $"{repository}.{parameter}", parameter }.FirstOrDefault(_arguments.ContainsKey) is { } name
            ? _arguments[name]
            : throw new InvalidOperationException($"{repository}.{method} has a new parameter. Add a value for {parameter} to the scene."),
    };

    // A change comes after the last one.
    private DateTimeOffset NextHour() => Sample.Noon.AddHours(++_hours);

    private static DeadLetter Letter(MlOpsDbContext context, OraclePrediction prediction) => DeadLetter.Record(
        nameof(OraclePrediction), prediction.Id, WriteCodec.ToText(context.Model, Write.Of(prediction)), "away", null, Sample.Noon);

    private static DataQualityRule[] Rules(MlOpsDbContext context)
    {
        var rules = new DataQualityRules(context);
        return
        [
            rules.Complete<OraclePrediction>(row => row.Query), rules.InRange<Prediction>(row => row.Confidence, 0, 1),
            rules.InOrder<Prediction>(row => new { row.CreatedAt, row.LabelledAt }),
            rules.Unique<Feedback>(row => new { row.PredictionId, row.UserId }),
            rules.Refers<Prediction, ModelVersion>(row => row.ModelVersionId, version => version.Id),
            rules.Fresh<OraclePrediction>(TimeSpan.FromDays(1)), rules.Fresh<RetrainingDecision>(TimeSpan.FromDays(1)),
            rules.InLeaf<Prediction, OraclePrediction>(row => row.ServiceName, OraclePrediction.Service),
        ];
    }
}
