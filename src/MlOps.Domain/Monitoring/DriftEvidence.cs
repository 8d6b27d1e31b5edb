namespace MlOps.Domain.Monitoring;

/// <summary>The predictions that a result compared, so that it can be computed again and a change of them is noticed.</summary>
public sealed record DriftEvidence
{
    /// <param name="serviceName">The service of the predictions.</param>
    /// <param name="referenceHash">The hash of the ids and values of the reference.</param>
    /// <param name="currentHash">The hash of the ids and values of the current data.</param>
    public DriftEvidence(string serviceName, long referenceHash, long currentHash)
    {
        ServiceName = Guard.Text(serviceName, nameof(ServiceName), Predictions.Prediction.MaxNameLength);
        (ReferenceHash, CurrentHash) = (referenceHash, currentHash);
    }

    public string ServiceName { get; }

    public long ReferenceHash { get; }

    public long CurrentHash { get; }

    /// <summary>The segment of the predictions. Null for all of them.</summary>
    public DriftSegment? Segment { get; init; }
}
