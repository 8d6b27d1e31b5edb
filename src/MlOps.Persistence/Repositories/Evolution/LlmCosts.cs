namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>What the requests to one language model took in a window, for one experiment or for none.</summary>
public sealed record LlmCosts(
    Guid? ExperimentId, string Model, long Requests, long TokensIn, long TokensOut, decimal Cost, TimeSpan Latency)
{
    /// <summary>How long a request took.</summary>
    public TimeSpan AverageLatency => Latency / Requests;
}
