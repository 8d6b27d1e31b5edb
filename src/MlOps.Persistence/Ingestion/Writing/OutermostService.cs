using Microsoft.Extensions.Hosting;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Starts before the other services of the application, and stops after them, so that they may write as long as they run.
/// </summary>
internal abstract class OutermostService : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Task StoppedAsync(CancellationToken cancellationToken);

    protected abstract void Start();
}
