using MlOps.Domain;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>The predictions that the database had at a time.</summary>
internal sealed class KnownPredictions(IEnumerable<KnownPrediction> all, DateTimeOffset known)
{
    public DateTimeOffset Time => known;

    public List<KnownPrediction> List(TimeWindow window) =>
        [.. all.Where(row => row.At >= window.Start && row.At < window.End && row.StoredAt <= known)];
}
