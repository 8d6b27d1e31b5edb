using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MlOps.Domain.Tenancy;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// Makes the slices around the present while the application runs. Writers never wait for it: a row without a slice is stored in
/// the default partition, from where it moves once there is one.
/// </summary>
internal sealed class SliceMaintenanceService(
    IServiceProvider provider,
    Func<IServiceProvider, NpgsqlDataSource, Guid, MlOpsDbContext> createContext,
    NpgsqlDataSource dataSource,
    IOptions<SliceMaintenanceOptions> options,
    TimeProvider clock,
    ILogger<SliceMaintenanceService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        do
        {
            await MakeAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scope = provider.CreateAsyncScope();
            await using var afterwards = scope.ConfigureAwait(false);
            var context = createContext(scope.ServiceProvider, dataSource, Tenants.Default);
            await using var whenDone = context.ConfigureAwait(false);
            var made = await new SliceMaintenance(context).EnsureAroundAsync(
                clock.GetUtcNow(), options.Value.Behind, options.Value.Ahead, cancellationToken).ConfigureAwait(false);
            foreach (var partition in made)
                SliceLog.Made(logger, partition);

            foreach (var (table, rows) in await new SliceReader(context).ListSetAsideAsync(cancellationToken).ConfigureAwait(false))
                SliceLog.SetAside(logger, rows, table);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            SliceLog.Failed(logger, options.Value.Interval, e);
        }
    }
}
