using Microsoft.Extensions.DependencyInjection;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Opens the writer of a tenant.</summary>
internal sealed class TenantWriterFactory(
    IServiceScopeFactory scopes,
    Func<IServiceProvider, Guid, MlOpsDbContext> createContext,
    WriterMeter meter,
    WriterFactory writers,
    TimeProvider clock)
{
    /// <exception cref="MlOpsException">The journal cannot be opened; the message says why.</exception>
    public TenantWriter Open(Guid tenantId, PredictionWriterOptions options)
    {
        var contexts = new WriterContexts(scopes, scope => createContext(scope, tenantId), areOwned: true);
        var counters = new WriterCounters(meter, tenantId);
        var lanes = writers.Create(options, contexts, counters, new BatchStore(contexts, counters, clock, options));
        lanes.Start();
        return new TenantWriter(lanes, new PredictionWriter(lanes, clock));
    }
}
