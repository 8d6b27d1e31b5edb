using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The mean error of the labelled predictions of each service in the window.</summary>
internal sealed class ErrorRateMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.ErrorRate;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var window = rule.WindowUntil(now);
        var services = await ServiceNames.ListAsync(context, rule, window, cancellationToken).ConfigureAwait(false);
        var found = await AnswerError.Of(context.Predictions.Within(window))
            .Where(answer => rule.ServiceName == null || answer.ServiceName == rule.ServiceName)
            .GroupBy(answer => answer.ServiceName)
            .Select(answers => new { Service = answers.Key, Count = answers.Count(), Rate = answers.Average(answer => answer.Wrong) })
            .ToDictionaryAsync(answers => answers.Service, cancellationToken).ConfigureAwait(false);
        return services.Count == 0
            ? [Measured.Missing("", $"There was no prediction in the last {Shown.Span(rule.WindowLength)}.")]
            : [.. services.Select(service =>
                found.GetValueOrDefault(service) is { } answers ? Judge(service, answers.Count, answers.Rate) : Judge(service, 0, null))];

        Measured Judge(string service, int count, double? rate) => count < AnswerError.MinSample
            ? Measured.Missing(
                service,
                $"{count} predictions of service '{service}' of the last {Shown.Span(rule.WindowLength)} have labels, and " +
                $"{AnswerError.MinSample} are needed.")
            : Measured.Of(
                service,
                rate!.Value,
                $"The error of service '{service}' is {Shown.Percent(rate.Value)}, by the {count} labelled predictions of the " +
                $"last {Shown.Span(rule.WindowLength)}.",
                "Compare the versions that answer, and roll back the newest one if it is the cause.");
    }
}
