using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How long the predictions of each service took.</summary>
internal sealed class InferenceTimeItem : IReviewItem
{
    // A service that takes half as long again is noticed by its users.
    private const double Most = 1.5;

    // Milliseconds. Nobody notices less.
    private const double Least = 1;

    public string Name => "inference time";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await AverageAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await AverageAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        return
        [
            .. current.OrderBy(service => service.Key, StringComparer.Ordinal)
                .Select(service => Compare(service.Key, service.Value, Find(previous, service.Key))),
        ];
    }

    private ReviewLine Compare(string service, double current, double? previous) => new(
        Name,
        service,
        "ms in the mean",
        current,
        previous,
        current > Most * previous && current > previous + Least
            ? "It became slower. Compare its versions, and see whether its machine is busy."
            : null);

    private static double? Find(Dictionary<string, double> means, string service) =>
        means.TryGetValue(service, out var mean) ? mean : null;

    private static Task<Dictionary<string, double>> AverageAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken) =>
        context.Predictions.Within(window)
            .Where(prediction => prediction.InferenceTimeMs != null)
            .GroupBy(prediction => prediction.ServiceName)
            .Select(service => new { service.Key, Mean = service.Average(prediction => prediction.InferenceTimeMs!.Value) })
            .ToDictionaryAsync(service => service.Key, service => (double)service.Mean, cancellationToken);
}
