using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>For how long nobody has run a job that is due, or how often in a row a job has failed.</summary>
internal sealed class JobMeasure(string metric) : IAlertMeasure
{
    public string Metric => metric;

    /// <summary>Whether the job that evaluates alerts counts. It does not where that job itself measures, since it runs then.</summary>
    public bool IncludesAlertJob { get; init; }

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var jobs = await context.Jobs.AsNoTracking()
            .Where(job => job.IsEnabled && (IncludesAlertJob || job.Kind != JobKind.EvaluateAlerts))
            .OrderBy(job => job.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var measured = new List<Measured>();
        foreach (var job in jobs)
        {
            measured.Add(metric == AlertMetrics.JobOverdueMinutes
                ? JudgeOverdue(job, now)
                : await JudgeFailuresAsync(context, job, cancellationToken).ConfigureAwait(false));
        }

        return measured.Count > 0 ? measured : [Measured.Missing("", "There is no other job that is enabled.")];
    }

    // A job that catches up is touched with each run.
    private static Measured JudgeOverdue(Job job, DateTimeOffset now)
    {
        var since = job.NextDueAt > job.UpdatedAt ? job.NextDueAt : job.UpdatedAt;
        var overdue = now > since ? now - since : TimeSpan.Zero;
        return Measured.Of(
            job.Name,
            overdue.TotalMinutes,
            $"{job} was due at {Shown.Time(job.NextDueAt)}, and nobody has run it for {Shown.Span(overdue)}.",
            "Start a process that runs jobs: type 'mlops run', or add AddMlOpsJobs to an application.");
    }

    private static async Task<Measured> JudgeFailuresAsync(MlOpsDbContext context, Job job, CancellationToken cancellationToken)
    {
        var error = job.Failures == 0 ? null : await context.JobRuns
            .Where(run => run.Job == job.Name && run.Status == JobStatus.Failed)
            .OrderByDescending(run => run.CreatedAt)
            .Select(run => run.Error)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return Measured.Of(
            job.Name,
            job.Failures,
            $"{job} has failed {job.Failures} times in a row." + (error is null ? "" : $" Its last error: {Shorten(error)}"),
            $"Type \"mlops jobs history '{job.Name}'\" to see each run with its error. The job is tried again by itself.");
    }

    private static string Shorten(string error) => error.Length <= 1000 ? error : $"{error[..1000].TrimEnd()} ...";
}
