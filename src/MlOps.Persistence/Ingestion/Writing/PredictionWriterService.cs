using Microsoft.Extensions.Hosting;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Starts the writer before the other services of the application, and stops it after them, so that they may write as long as
/// they run.
/// </summary>
internal sealed class PredictionWriterService(WriterLanes lanes) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lanes.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => lanes.StopAsync(cancellationToken);
}
