using Microsoft.Extensions.Hosting;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Starts and stops the writer with the application.</summary>
internal sealed class PredictionWriterService(WriterLanes lanes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lanes.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => lanes.StopAsync(cancellationToken);
}
