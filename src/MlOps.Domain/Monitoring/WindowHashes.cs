namespace MlOps.Domain.Monitoring;

/// <summary>Hashes of what a run read, by which a later one notices that something came late.</summary>
/// <param name="PredictionsHash">Of the ids and scores of the window.</param>
/// <param name="LabelsHash">Of the ids and labels of the window.</param>
/// <param name="ReferenceHash">Of the ids and scores of the reference.</param>
public sealed record WindowHashes(long PredictionsHash, long LabelsHash, long ReferenceHash);
