namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>All runs of one query in a window.</summary>
public sealed record QuerySummary(string Fingerprint, long Runs, double TotalMs, double AverageMs, double LongestMs);
