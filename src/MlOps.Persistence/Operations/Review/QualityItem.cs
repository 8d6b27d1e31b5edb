using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How many rows broke each rule of data quality.</summary>
internal sealed class QualityItem : IReviewItem
{
    public string Name => "data quality";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await CountAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await CountAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        if (current.Count == 0)
            return
            [
                new ReviewLine(
                    Name, "", "checks", 0, previous.Count, "No check ran. The job 'check quality' runs them, or 'mlops quality run'."),
            ];

        return
        [
            .. current.OrderBy(check => check.Key, StringComparer.Ordinal).Select(check => new ReviewLine(
                Name,
                check.Key,
                "failed rows",
                check.Value.FailedRows,
                previous.GetValueOrDefault(check.Key)?.FailedRows,
                check.Value.FailedRuns > 0
                    ? "More rows than its threshold allows broke the rule. Its SQL is in data_quality_checks." : null)),
        ];
    }

    private static Task<Dictionary<string, Found>> CountAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken) =>
        context.DataQualityResults.During(window)
            .GroupBy(result => result.Check!.Name)
            .Select(check => new Found(check.Key, check.Sum(result => result.FailedRows), check.Count(result => !result.Passed)))
            .ToDictionaryAsync(check => check.Name, cancellationToken);

    private sealed record Found(string Name, long FailedRows, int FailedRuns);
}
