namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>The costs of the requests to one language model in a window, of one experiment or of none.</summary>
public sealed record LlmCosts(
    Guid? ExperimentId, string Model, long Requests, long TokensIn, long TokensOut, decimal Cost, TimeSpan Latency)
{
    /// <summary>The mean time of a request.</summary>
    public TimeSpan AverageLatency => Latency / Requests;
}
