using Microsoft.Extensions.Hosting;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Lets the writer work from the start of the application to its end.</summary>
internal sealed class PredictionWriterService(WriterLanes lanes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lanes.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => lanes.StopAsync(cancellationToken);
}
