using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Server.Observing;

/// <summary>Asks the database every few seconds what the meter shows, so that a scrape costs it nothing.</summary>
internal sealed partial class DatabaseObserver(
    IServiceScopeFactory scopes,
    ITenantWriters writers,
    DatabaseMeter meter,
    RuleMeter rules,
    TimeProvider clock,
    ILogger<DatabaseObserver> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await ObserveAsync(stoppingToken).ConfigureAwait(false);
                meter.IsUp = true;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (meter.IsUp)
                    NotRead(logger, e.Message);

                meter.IsUp = false;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task ObserveAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using var whenDone = scope.ConfigureAwait(false);
        var contexts = scope.ServiceProvider.GetRequiredService<TenantContexts>();
        List<Guid> tenants = [.. writers.Statistics.Keys.Append(Tenants.Default).Distinct()];
        foreach (var other in meter.Keep(tenants))
            rules.Forget(other);

        foreach (var tenantId in tenants)
        {
            var context = contexts.Create(tenantId);
            await using (context.ConfigureAwait(false))
            {
                await rules.ReadAsync(context, cancellationToken).ConfigureAwait(false);
                meter.Show(tenantId, await ReadAsync(context, cancellationToken).ConfigureAwait(false));
                meter.Bytes = await ReadSizeAsync(context, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<TenantReading> ReadAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var alerts = await context.Alerts.Where(alert => alert.ResolvedAt == null)
            .GroupBy(alert => alert.Severity).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => $"{group.Key}".ToLowerInvariant(), group => group.Count, cancellationToken).ConfigureAwait(false);
        var letters = await context.DeadLetters.CountAsync(cancellationToken).ConfigureAwait(false);
        var jobs = await context.Jobs.Select(job => new { job.Name, job.Failures })
            .ToDictionaryAsync(job => job.Name, job => job.Failures, cancellationToken).ConfigureAwait(false);
        return new TenantReading(alerts, letters, jobs);
    }

    private static Task<long> ReadSizeAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<long>($"""SELECT pg_database_size(current_database()) AS "Value" """).SingleAsync(cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics of the database were not read: {Reason}")]
    private static partial void NotRead(ILogger logger, string reason);
}
