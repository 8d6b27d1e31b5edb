namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The writer of one tenant, which works until it is disposed.</summary>
internal sealed record TenantWriter(WriterLanes Lanes, PredictionWriter Front) : IAsyncDisposable
{
    /// <summary>Whether nothing is on its way, in memory or in the journal.</summary>
    public bool IsDone => Lanes.Backlog.Count == 0 && Lanes.Journal is null or { Waiting: 0 };

    public ValueTask DisposeAsync() => Lanes.DisposeAsync();
}
