namespace MlOps.Server.Observing;

/// <summary>What the database said of a tenant.</summary>
/// <param name="OpenAlerts">How many alerts are open, by severity.</param>
/// <param name="DeadLetters">How many dead letters wait for somebody.</param>
/// <param name="JobFailures">How often in a row each job failed.</param>
internal sealed record TenantReading(
    IReadOnlyDictionary<string, int> OpenAlerts,
    int DeadLetters,
    IReadOnlyDictionary<string, int> JobFailures);
