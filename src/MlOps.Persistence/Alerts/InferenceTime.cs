namespace MlOps.Persistence.Alerts;

/// <summary>How long predictions of a service took.</summary>
internal sealed record InferenceTime(string ServiceName, long Count, double Milliseconds);
