using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Maintenance;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Whether the materialized views were refreshed lately. PostgreSQL does not keep the time, but the runs of the job do.</summary>
internal sealed class ViewProbe : IHealthProbe
{
    // The job is due every quarter of an hour.
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    // What they show of today is then missing.
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    public string Name => "materialized views";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var views = new ViewRefresh(context).ListViews();
        if (views.Count == 0)
            return new HealthFinding(Name, HealthState.Healthy, "There are no materialized views.");

        var quoted = views.Select(view => context.GetView(view).Sql).ToArray();
        var empty = await context.Database.SqlQuery<string>(
            $"""
            SELECT name AS "Value" FROM unnest({quoted}) AS name
            WHERE (SELECT NOT relispopulated FROM pg_class WHERE oid = to_regclass(name))
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (empty.Count > 0)
            return Warn(HealthState.Degraded, $"These views were never filled, and cannot be read: {string.Join(", ", empty)}.");

        var jobs = await context.Jobs.AsNoTracking().Where(job => job.Kind == JobKind.RefreshViews).Select(job => job.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (jobs.Count == 0)
            return Findings.NotVisible(Name, "This tenant has no job that refreshes them, so that their age is not known.");

        var refreshed = await context.JobRuns.AsNoTracking()
            .Where(run => jobs.Contains(run.Job) && run.Status == Domain.Governance.JobStatus.Succeeded)
            .MaxAsync(run => run.EndedAt, cancellationToken).ConfigureAwait(false);
        if (refreshed is null)
            return Warn(HealthState.Degraded, "No job has refreshed them yet.");

        var age = now - refreshed.Value;
        var text = $"A job refreshed all {views.Count} at {Shown.Time(refreshed.Value)}.";
        return age <= Stale ? new HealthFinding(Name, HealthState.Healthy, text)
            : Warn(age > Old ? HealthState.Unhealthy : HealthState.Degraded, text);
    }

    private HealthFinding Warn(HealthState state, string seen) =>
        new(
            Name,
            state,
            seen,
            "See why no process runs the job: 'mlops jobs list'. 'mlops run --once' runs what is due, as the owner of the views.");
}
