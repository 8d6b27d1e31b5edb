using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How long the version of each model that answers has been in production.</summary>
internal sealed class ModelItem : IReviewItem
{
    private const double OldDays = 90;

    public string Name => "models";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var serving = await context.ServingPeriods.AsNoTracking()
            .Where(period => period.ServedFrom <= windows.End && (period.ServedTo == null || period.ServedTo > windows.End))
            .OrderBy(period => period.ModelName)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var asked = await context.RetrainingRequests.AsNoTracking()
            .Where(request => request.ClosedAt == null)
            .Select(request => request.ModelName)
            .Distinct()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return serving.Count == 0
            ? [new ReviewLine(Name, "", "models in production", 0, null, "No model has a version in production: 'mlops models promote'.")]
            : serving.ConvertAll(period =>
            {
                var days = (windows.End - period.ServedFrom).TotalDays;
                return new ReviewLine(
                    Name, $"{period.ModelName} {period.Version}", "days in production", days, null,
                    asked.Contains(period.ModelName) ? "A retraining request is open: 'mlops retraining list'."
                    : days > OldDays ? "It is old. See whether it has drifted, or ask for a new one: 'mlops retraining request'."
                    : null);
            });
    }
}
