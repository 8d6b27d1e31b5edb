using Microsoft.Extensions.Hosting;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Starts the writers of tenants before the other services of the application, and stops them after these.</summary>
internal sealed class TenantWritersService(TenantWriters writers) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        writers.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => writers.StopAsync(cancellationToken);
}
