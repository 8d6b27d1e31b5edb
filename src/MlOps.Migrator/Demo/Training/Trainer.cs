using System.Diagnostics;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics.Performance;
using MlOps.Domain.Statistics.Samples;
using MlOps.Domain.Training;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Training;

/// <summary>
/// Fits the versions of the models, and tracks what is stored of them: the version, its training, and what it was trained on.
/// </summary>
internal sealed class Trainer(MlOpsDbContext context)
{
    private const double Threshold = 0.5;

    /// <summary>The share of the cases that a version learns from. The rest is what it is measured with.</summary>
    public const double Learned = 0.7;

    /// <summary>Fits a version. SaveChanges stores it.</summary>
    /// <param name="plan">What to fit.</param>
    /// <param name="known">What is known, the oldest first.</param>
    /// <param name="data">The time of that.</param>
    /// <param name="at">The start of the training.</param>
    public ModelVersion Train(TrainingPlan plan, IReadOnlyList<(Inputs Inputs, bool Outcome)> known, TimeWindow data, DateTimeOffset at)
    {
        var examples = known.Select(row => new Example(row.Inputs.Encode(plan.Service), row.Outcome)).ToList();
        var (learned, measured) = Split(plan, examples);
        var fit = new LogisticFit(learned, plan.Omitted);
        var watch = Stopwatch.StartNew();
        var steps = fit.Run().Select(model => (Model: model, After: watch.Elapsed)).ToList();

        var version = ModelVersion.Begin(plan.Model, plan.Version, at, new ModelVersionOrigin
        {
            Hyperparameters = Json.From(new FitSettings(
                FitSettings.Method,
                LogisticFit.Steps,
                learned.Count,
                measured.Count,
                OnOwnExamples: plan.ExampleCount is not null,
                [.. plan.NamesOmitted])),
            Parameters = Json.From(steps[^1].Model),
        });
        version.TakeFeatures(plan.Schema, at);
        context.Add(version);

        var job = TrainingJob.Queue(version, steps.Count, at, hyperparameters: version.Hyperparameters);
        job.Start(Environment.MachineName, at);
        foreach (var (model, after) in steps)
            job.CompleteEpoch(model.FindLoss(learned), at + after, model.FindLoss(measured));

        job.Succeed(at + steps[^1].After);
        context.Add(job);
        Complete(version, steps[^1].Model, measured, at + steps[^1].After);
        context.AddRange(FindBaselines(plan, version, known, data, at));
        return version;
    }

    // A version that is measured with what it has learned from looks better than it is.
    private static (List<Example> Learned, List<Example> Measured) Split(TrainingPlan plan, List<Example> examples)
    {
        if (plan.ExampleCount is { } few)
            return (examples[..few], examples[..few]);

        var count = (int)(examples.Count * Learned);
        return (examples[..count], examples[count..]);
    }

    private static void Complete(ModelVersion version, LogisticModel model, List<Example> measured, DateTimeOffset at)
    {
        var found = ClassifierPerformance.Measure(
            measured.Select(example => ((double?)model.Predict(example.Inputs), (bool?)example.Outcome)), Threshold);
        var metrics = new (string Name, double? Value)[]
        {
            ("accuracy", found.Accuracy), ("f1", found.F1), ("auc", found.Auc), ("brier", found.Brier), ("log_loss", found.LogLoss),
        };
        version.CompleteTraining(
            at,
            new MetricSet(metrics.Where(metric => metric.Value is not null)
                .Select(metric => KeyValuePair.Create(metric.Name, metric.Value!.Value))),
            found.F1,
            found.Brier);
    }

    private static IEnumerable<FeatureBaseline> FindBaselines(
        TrainingPlan plan, ModelVersion version, IReadOnlyList<(Inputs Inputs, bool Outcome)> known, TimeWindow data, DateTimeOffset at) =>
    [
        .. plan.Service.Numbers.Select((number, i) => FeatureBaseline.OfNumbers(
            version, number.Name, NumberSample.FromValues(known.Select(row => (double?)row.Inputs.Numbers[i])), data, at)),
        FeatureBaseline.OfCategories(
            version, plan.Service.CategoryName, CategorySample.FromValues(known.Select(row => row.Inputs.Category)), data, at),
    ];
}
