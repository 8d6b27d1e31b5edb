using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>How far each model is below the accuracy of its baseline, as a share of that.</summary>
internal sealed class AccuracyDropMeasure : IAlertMeasure
{
    private const string Accuracy = "accuracy";

    public string Metric => AlertMetrics.AccuracyDrop;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var models = await context.Models.AsNoTracking()
            .Where(model => model.Status == ModelStatus.Active && (rule.ModelName == null || model.Name == rule.ModelName))
            .Select(model => new { model.Name, model.BaselineMetrics })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var baselines = models.Where(model => model.BaselineMetrics.GetValueOrDefault(Accuracy) > 0)
            .ToDictionary(model => model.Name, model => model.BaselineMetrics[Accuracy]);
        if (baselines.Count == 0)
            return [Measured.Missing("", $"No model has a baseline of '{Accuracy}'. Set one with Model.SetBaseline.")];

        var found = await AnswerError.Of(context.Predictions.Within(rule.WindowUntil(now)))
            .Where(answer => rule.ServiceName == null || answer.ServiceName == rule.ServiceName)
            .Join(context.ModelVersions, answer => answer.ModelVersionId, version => version.Id, (answer, version) => new
            {
                version.ModelName,
                answer.Wrong,
            })
            .GroupBy(answer => answer.ModelName)
            .Select(answers => new { Model = answers.Key, Count = answers.Count(), Rate = answers.Average(answer => answer.Wrong) })
            .ToDictionaryAsync(answers => answers.Model, cancellationToken).ConfigureAwait(false);
        return
        [
            .. baselines.Select(model => found.GetValueOrDefault(model.Key) is { } answers && answers.Count >= AnswerError.MinSample
                ? Judge(model.Key, model.Value, 1 - answers.Rate, answers.Count)
                : Measured.Missing(
                    model.Key,
                    $"{found.GetValueOrDefault(model.Key)?.Count ?? 0} predictions of registered versions of model '{model.Key}' of the " +
                    $"last {Shown.Span(rule.WindowLength)} have labels, and {AnswerError.MinSample} are needed.")),
        ];
    }

    private static Measured Judge(string model, double baseline, double accuracy, int count) => Measured.Of(
        model,
        (baseline - accuracy) / baseline,
        $"The accuracy of model '{model}' is {Shown.Percent(accuracy)}, by {count} labelled predictions, and that of its baseline is " +
        $"{Shown.Percent(baseline)}.",
        "Compare its versions, and roll back the newest one or train another.");
}
