namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>How a process writes for several tenants.</summary>
public sealed class TenantWriterOptions
{
    /// <summary>
    /// How the writer of each tenant works. Its journal directory is a root, in which each tenant has a directory named by its id.
    /// </summary>
    public PredictionWriterOptions Writer { get; } = new() { Capacity = 10_000 };

    /// <summary>How many writers may be open at once. The tenants beyond that are refused until one of these has nothing to do.</summary>
    public int MaxOpen { get; set; } = 100;

    /// <summary>A writer is closed when its tenant has written nothing for this long, and all is stored.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(5);
}
