namespace MlOps.Domain.Monitoring;

/// <summary>Hashes of what a run read, by which a later one notices that something came late.</summary>
/// <param name="Predictions">Of the ids and scores of the window.</param>
/// <param name="Labels">Of the ids and labels of the window.</param>
/// <param name="Reference">Of the ids and scores of the reference.</param>
public sealed record WindowHashes(long Predictions, long Labels, long Reference);
