using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Demo.Story;

/// <summary>
/// The jobs and the alert rules that measure how it is now, and not how it was on a day of the past. They wait while past days are played.
/// </summary>
internal sealed class PresentMeasures(TenantDatabase database, CancellationToken cancellationToken)
{
    public static readonly IReadOnlyList<JobKind> Jobs = [JobKind.TakeSamples, JobKind.RefreshViews];

    private static readonly string[] Metrics = [AlertMetrics.WriterQueue, AlertMetrics.WriteLatencyMs];

    /// <summary>Lets them wait until a time, the jobs until <see cref="ResumeAsync"/>.</summary>
    public async Task PauseAsync(DateTimeOffset at, DateTimeOffset until)
    {
        await SetEnabledAsync(false, at);
        await using var context = database.CreateContext();
        var rules = await context.AlertRules.AsNoTracking().Where(rule => Metrics.Contains(rule.Metric)).Select(rule => rule.Name)
            .ToListAsync(cancellationToken);
        foreach (var rule in rules)
            await new AlertRepository(context).SilenceAsync(rule, until, "demo", at, cancellationToken);
    }

    public Task ResumeAsync(DateTimeOffset at) => SetEnabledAsync(true, at);

    private async Task SetEnabledAsync(bool enabled, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var names = await context.Jobs.AsNoTracking()
            .Where(job => Jobs.Contains(job.Kind) && job.IsEnabled != enabled).Select(job => job.Name).ToListAsync(cancellationToken);
        foreach (var name in names)
            await new JobRepository(context).SetEnabledAsync(name, enabled, at, cancellationToken);
    }
}
