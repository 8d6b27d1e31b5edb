using MlOps.Domain;

namespace MlOps.Persistence.Tests.Monitoring.Months;

/// <summary>The predictions that the database had at a time.</summary>
internal sealed class KnownPredictions(IEnumerable<MonthPrediction> all, DateTimeOffset known)
{
    public DateTimeOffset Time => known;

    public List<MonthPrediction> List(TimeWindow window) =>
        [.. all.Where(row => row.At >= window.Start && row.At < window.End && row.StoredAt <= known)];
}
