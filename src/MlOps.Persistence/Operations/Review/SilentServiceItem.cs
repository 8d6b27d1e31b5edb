using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>Which services no longer write: those with predictions in either period, and none on the last day.</summary>
internal sealed class SilentServiceItem : IReviewItem
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string Name => "services that write";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await ServiceNames.ListAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await ServiceNames.ListAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        var writing = await ServiceNames.ListAsync(context, new TimeWindow(windows.End - Day, windows.End), cancellationToken)
            .ConfigureAwait(false);
        var lines = new List<ReviewLine> { new(Name, "", "services", writing.Count, previous.Count) };
        foreach (var service in current.Union(previous).Except(writing).Order(StringComparer.Ordinal))
        {
            var both = new TimeWindow(windows.Previous.Start, windows.End);
            var last = await context.Predictions.Within(both).Where(prediction => prediction.ServiceName == service)
                .MaxAsync(prediction => prediction.CreatedAt, cancellationToken).ConfigureAwait(false);
            lines.Add(new ReviewLine(
                Name, service, "days without a prediction", (windows.End - last).TotalDays, null,
                $"Its last prediction is of {Shown.Time(last)}. See whether it runs, and what its log says."));
        }

        return lines;
    }
}
