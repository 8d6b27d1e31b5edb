namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Runs the writer of an application with one tenant.</summary>
internal sealed class PredictionWriterService(WriterLanes lanes) : OutermostService
{
    public override Task StoppedAsync(CancellationToken cancellationToken) => lanes.StopAsync(cancellationToken);

    protected override void Start() => lanes.Start();
}
