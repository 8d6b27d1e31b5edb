using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How wrong the labelled answers of each service were.</summary>
internal sealed class ErrorItem : IReviewItem
{
    // The limits of `mlops health`, and a loss that is more than chance for a service with enough labels.
    private const double High = 20;
    private const double Worse = 1.25;

    public string Name => "error rates";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await AverageAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await AverageAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        return current.Count == 0
            ? [new ReviewLine(Name, "", "labelled services", 0, previous.Count, "No service has enough labels. See 'mlops labels'.")]
            : [.. current.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service =>
                Compare(service.Key, service.Value, previous.TryGetValue(service.Key, out var before) ? before : null))];
    }

    private ReviewLine Compare(string service, double current, double? previous) => new(
        Name,
        service,
        "% wrong",
        current,
        previous,
        current > High ? "It is too often wrong. Train a new version with recent labels: 'mlops retraining request'."
        : current > Worse * previous ? "It became worse. Look for drift: 'mlops drift show'."
        : null);

    private static async Task<Dictionary<string, double>> AverageAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken)
    {
        var services = await AnswerError.Of(context.Predictions.Within(window))
            .GroupBy(answer => answer.ServiceName)
            .Select(answers => new { answers.Key, Count = answers.Count(), Rate = answers.Average(answer => answer.Wrong) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return services.Where(service => service.Count >= AnswerError.MinSample)
            .ToDictionary(service => service.Key, service => 100 * service.Rate);
    }
}
