using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How large the database is, and was, by the samples of the job that takes them.</summary>
internal sealed class SizeItem : IReviewItem
{
    private const double Gigabyte = 1e9;

    // A database that doubles in a month needs a plan.
    private const double Most = 2;

    public string Name => "database size";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await FindAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await FindAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        var toDo = current is null ? "No sample was taken. The job 'take samples' does so: 'mlops jobs list'."
            : current > Most * previous ? "It has more than doubled. 'mlops status' shows the largest tables; see their retention."
            : null;
        return [new ReviewLine(Name, "", "GB at the end", current / Gigabyte, previous / Gigabyte, toDo)];
    }

    private static Task<double?> FindAsync(MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken) =>
        context.ResourceSamples.Within(window)
            .Where(sample => sample.Kind == ResourceKind.Database)
            .OrderByDescending(sample => sample.CreatedAt)
            .Select(sample => (double?)sample.Used)
            .FirstOrDefaultAsync(cancellationToken);
}
