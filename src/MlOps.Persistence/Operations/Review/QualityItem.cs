using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How many rows broke each rule of data quality.</summary>
internal sealed class QualityItem : IReviewItem
{
    public string Name => "data quality";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await FindAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await FindAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        var checks = current.Keys.Union(previous.Keys).Order(StringComparer.Ordinal).ToList();
        return checks.Count == 0
            ? [new ReviewLine(Name, "", "checks", 0, 0, "No check ran. The job 'check quality' runs them, or 'mlops quality run'.")]
            : checks.ConvertAll(check => Compare(check, current.GetValueOrDefault(check), previous.GetValueOrDefault(check)));
    }

    private ReviewLine Compare(string check, DataQualityResult? current, DataQualityResult? previous) => new(
        Name,
        check,
        "failed rows of the latest run",
        current?.FailedRows,
        previous?.FailedRows,
        current is null ? "It did not run. The job 'check quality' runs it, or 'mlops quality run'."
        : current.Passed ? null
        : "More rows than its threshold allows broke the rule. Its SQL is in data_quality_checks.");

    // Runs overlap, so that their sum would count a row more than once.
    private static async Task<Dictionary<string, DataQualityResult>> FindAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken)
    {
        var latest = await context.DataQualityResults.AsNoTracking().During(window)
            .GroupBy(result => result.CheckId)
            .Select(check => check.OrderByDescending(result => result.CreatedAt).First())
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var names = await context.DataQualityChecks.AsNoTracking()
            .ToDictionaryAsync(check => check.Id, check => check.Name, cancellationToken).ConfigureAwait(false);
        return latest.ToDictionary(result => names[result.CheckId]);
    }
}
