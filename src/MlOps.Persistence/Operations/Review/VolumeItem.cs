using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How many predictions each service made.</summary>
internal sealed class VolumeItem : IReviewItem
{
    // Weeks differ by holidays, and seldom by as much.
    private const double Least = 0.5;
    private const double Most = 3;

    // Fewer are chance.
    private const long Enough = 30;

    public string Name => "prediction volume";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await CountAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await CountAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        var services = current.Keys.Union(previous.Keys).Order(StringComparer.Ordinal).ToList();
        return services.Count == 0
            ? [new ReviewLine(Name, "", "predictions", 0, 0, "No service made a prediction. See whether any of them runs.")]
            : services.ConvertAll(service => Compare(service, current.GetValueOrDefault(service), previous.GetValueOrDefault(service)));
    }

    private ReviewLine Compare(string service, long current, long previous) => new(
        Name,
        service,
        "predictions",
        current,
        previous,
        Math.Max(current, previous) < Enough ? null
        : current < Least * previous ? "It made far fewer. See whether it runs and is called as usual."
        : previous > 0 && current > Most * previous ? "It made far more. See what calls it so often."
        : null);

    private static Task<Dictionary<string, long>> CountAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken) =>
        context.Predictions.Within(window)
            .GroupBy(prediction => prediction.ServiceName)
            .Select(service => new { service.Key, Count = service.LongCount() })
            .ToDictionaryAsync(service => service.Key, service => service.Count, cancellationToken);
}
