namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Runs the writers of tenants.</summary>
internal sealed class TenantWritersService(TenantWriters writers) : OutermostService
{
    public override Task StoppedAsync(CancellationToken cancellationToken) => writers.StopAsync(cancellationToken);

    protected override void Start() => writers.Start();
}
