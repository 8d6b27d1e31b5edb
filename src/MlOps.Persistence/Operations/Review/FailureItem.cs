using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Operations.Review;

/// <summary>What went wrong: writes that the database refused, jobs that failed, alerts that fired.</summary>
internal sealed class FailureItem : IReviewItem
{
    public string Name => "errors";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var letters = new ReviewLine(
            Name,
            "dead letters",
            "refused writes",
            await context.DeadLetters.During(windows.Current).CountAsync(cancellationToken).ConfigureAwait(false),
            await context.DeadLetters.During(windows.Previous).CountAsync(cancellationToken).ConfigureAwait(false));
        var alerts = new ReviewLine(
            Name,
            "alerts",
            "fired",
            await context.Alerts.During(windows.Current, alert => alert.FiredAt).CountAsync(cancellationToken).ConfigureAwait(false),
            await context.Alerts.During(windows.Previous, alert => alert.FiredAt).CountAsync(cancellationToken).ConfigureAwait(false));
        return
        [
            letters with { ToDo = letters.ThisPeriod > 0 ? "Read the reasons: 'mlops dead-letters list'." : null },
            alerts with { ToDo = alerts.ThisPeriod > 0 ? "See which are open: 'mlops alerts list'." : null },
            .. await CompareJobsAsync(context, windows, cancellationToken).ConfigureAwait(false),
        ];
    }

    private async Task<IEnumerable<ReviewLine>> CompareJobsAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var current = await CountAsync(context, windows.Current, cancellationToken).ConfigureAwait(false);
        var previous = await CountAsync(context, windows.Previous, cancellationToken).ConfigureAwait(false);
        return current.Keys.Union(previous.Keys).Order(StringComparer.Ordinal).Select(job => new ReviewLine(
            Name,
            $"job '{job}'",
            "failed runs",
            current.GetValueOrDefault(job),
            previous.GetValueOrDefault(job),
            current.ContainsKey(job) ? $"Read the errors: mlops jobs history '{job}'." : null));
    }

    private static Task<Dictionary<string, int>> CountAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken) =>
        context.JobRuns.Within(window)
            .Where(run => run.Status == Domain.Governance.JobStatus.Failed)
            .GroupBy(run => run.Job)
            .Select(job => new { job.Key, Count = job.Count() })
            .ToDictionaryAsync(job => job.Key, job => job.Count, cancellationToken);
}
