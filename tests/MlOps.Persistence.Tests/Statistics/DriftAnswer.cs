using MlOps.Domain.Statistics.Drift;
using Npgsql;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>A row of mlops_drift or mlops_drifts.</summary>
internal sealed record DriftAnswer(
    string? Feature,
    string? Segment,
    string Kind,
    string Method,
    double? Statistic,
    double? PValue,
    long ReferenceSize,
    long CurrentSize,
    double[]? Edges,
    string[]? Categories,
    long[]? ReferenceCounts,
    long[]? CurrentCounts)
{
    /// <summary>Reads a row, which has a feature if it is one of mlops_drifts.</summary>
    public static DriftAnswer Read(NpgsqlDataReader reader)
    {
        var hasFeature = reader.GetName(0) == "feature_name";
        return new(
            hasFeature ? reader.GetString(0) : null,
            reader.Find<string>("segment_name"),
            reader.Find<string>("segment_kind")!,
            reader.Find<string>("used_method")!,
            reader.FindDouble("statistic"),
            reader.FindDouble("p_value"),
            reader.GetInt64(reader.GetOrdinal("reference_size")),
            reader.GetInt64(reader.GetOrdinal("current_size")),
            reader.Find<double[]>("bin_edges"),
            reader.Find<string[]>("categories"),
            reader.Find<long[]>("reference_counts"),
            reader.Find<long[]>("current_counts"));
    }

    public void AssertNear(DriftMeasurement expected, string of)
    {
        var what = $"{expected.Method} of {of}";
        Assert.Equal(expected.Method, Method);
        Assert.True((expected.ReferenceSize, expected.CurrentSize) == (ReferenceSize, CurrentSize), $"{what} has other sizes.");
        Near.Statistic(expected.Statistic, Statistic, what);
        Near.Probability(expected.PValue, PValue, $"The p-value of {what}");
        Assert.Equal(expected.Counts?.Bins?.Edges, Edges);
        Assert.Equal(expected.Counts?.Categories, Categories);
        Assert.Equal(expected.Counts?.Reference, ReferenceCounts);
        Assert.Equal(expected.Counts?.Current, CurrentCounts);
    }
}
