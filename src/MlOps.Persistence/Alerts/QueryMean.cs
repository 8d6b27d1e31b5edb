namespace MlOps.Persistence.Alerts;

/// <summary>The mean time of a query.</summary>
internal sealed class QueryMean
{
    public required string Fingerprint { get; init; }

    public required double Milliseconds { get; init; }
}
