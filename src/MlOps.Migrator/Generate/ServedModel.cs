using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;
using MlOps.Domain.Training;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>A service's model: its second version takes the first one's place in the middle, the third is staged.</summary>
internal sealed class ServedModel
{
    private const int Epochs = 20;

    private readonly List<Entity> _entities = [];
    private readonly SeededRandom _random;
    private readonly DateTimeOffset _replacedAt;

    private ServedModel(SampleService service, DateTimeOffset replacedAt, SeededRandom random) =>
        (Service, _replacedAt, _random) = (service, replacedAt, random);

    public SampleService Service { get; }

    public IReadOnlyList<Entity> Entities => _entities;

    public ModelVersion First { get; private set; } = null!;

    public ModelVersion Second { get; private set; } = null!;

    public ModelVersion Third { get; private set; } = null!;

    public static ServedModel Train(SampleService service, GenerationPlan plan, SeededRandom random)
    {
        var served = new ServedModel(service, plan.Middle, random);
        served.Train(plan.Start.AddDays(-30), plan);
        return served;
    }

    public ModelVersion ServingAt(DateTimeOffset moment) => moment < _replacedAt ? First : Second;

    private void Train(DateTimeOffset at, GenerationPlan plan)
    {
        var model = Keep(Model.Register(Service.ModelName, Service.ModelType, "onnx", at, owner: Service.Name));
        model.SetBaseline(new MetricSet([new("f1", 0.8)]), at);
        var data = Keep(TrainingDataset.Register(
            $"{model.Name}-data", "1", "SELECT * FROM ml_feature_store", Json.Parse("""{"type": "object"}"""), 100_000, at, "sha256:generated"));
        data.Assess(0.97, at);

        First = Train(model, data, "v1", at, f1: 0.80);
        Second = Train(model, data, "v2", plan.Middle.AddHours(-12), f1: 0.85);
        Third = Train(model, data, "v3", plan.End.AddHours(-12), f1: 0.87);
        Promote(First, null, TriggerReason.Manual, "the first version", at.AddHours(6));
        Promote(Second, First, TriggerReason.Scheduled, "it scores better", plan.Middle);
        Keep([Third.MoveTo(ModelStage.Staging, new StageChange("generator", "to be tried", plan.End.AddHours(-1)))]);
        Keep([.. First.ServingPeriods, .. Second.ServingPeriods]);
    }

    private void Promote(ModelVersion version, ModelVersion? before, TriggerReason trigger, string reason, DateTimeOffset at)
    {
        var decision = Keep(RetrainingDecision.Promote(
            trigger, at, new DecisionEvidence { ModelName = version.ModelName, CandidateVersionId = version.Id, DecidedBy = "generator" }));
        Keep(version.PromoteToProduction(before, new StageChange("generator", reason, at, decision.Id)));
    }

    private ModelVersion Train(Model model, TrainingDataset data, string name, DateTimeOffset at, double f1)
    {
        var version = Keep(ModelVersion.Begin(model, name, at, new ModelVersionOrigin { MlflowRunId = $"generated-{model.Name}-{name}" }));
        var job = Keep(TrainingJob.Queue(version, Epochs, at, data, Json.Parse("""{"trees": 200, "depth": 8}""")));
        job.Start("trainer-1", at.AddMinutes(1));
        for (var epoch = 1; epoch <= Epochs; epoch++)
            job.CompleteEpoch((1.0 / epoch) + (0.02 * _random.NextDouble()), at.AddMinutes(1 + epoch), 1.1 / epoch);

        var end = at.AddMinutes(Epochs + 2);
        job.Succeed(end, new MetricSet([new("gpu_hours", 0.4)]));
        version.CompleteTraining(end, new MetricSet([new("f1", f1)]), f1, 1 - f1);
        version.Attach(new Artifact($"models/{model.Name}/{name}.onnx", 4_194_304, "sha256:generated"), end);
        Keep(ModelEvaluation.Record(
            version, new EvaluationResult { ConfusionMatrix = ConfusionMatrix.Binary((int)(800 * f1), 90, (int)(1000 * (1 - f1)), 900) },
                "generator", end, data));
        return version;
    }

    private T Keep<T>(T entity)
        where T : Entity
    {
        _entities.Add(_random.AssignId(entity));
        return entity;
    }

    private void Keep(IEnumerable<Entity> entities)
    {
        foreach (var entity in entities)
            Keep(entity);
    }
}
