using System.Text.Json.Serialization;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Monitoring;

/// <summary>How a feature is compared with its reference, and from where on it has drifted.</summary>
public sealed record MonitorRule
{
    public const int MaxEdges = 1000;

    /// <param name="method">
    /// One of <see cref="DriftMethods"/> for two samples, or <see cref="AttributionDrift.NdcgLoss"/> for the attributions.
    /// </param>
    /// <param name="warning">The limit: of the p-value for a test, else of the statistic.</param>
    /// <param name="critical">The limit from which drift is critical.</param>
    /// <param name="feature">
    /// The feature, a column of the predictions, or "context:KEY". Null for all features of the kind that have no rule of their own.
    /// </param>
    /// <param name="edges">
    /// The edges of the bins, for a method that <see cref="DriftMethods.NeedsEdges"/>. The deciles of the monitor's first reference if
    /// it is null.
    /// </param>
    public MonitorRule(
        string method, double warning, double? critical = null, string? feature = null, IReadOnlyList<double>? edges = null)
    {
        IsForAttributions = method == AttributionDrift.NdcgLoss;
        IsForNumbers = !IsForAttributions && DriftMethods.IsForNumbers(method);
        Method = method;
        Threshold = DriftMethods.IsTest(method)
            ? DriftThreshold.PValueAtMost(warning, critical)
            : DriftThreshold.StatisticAtLeast(warning, critical);
        Feature = RequireFeature(feature);
        Edges = RequireEdges(method, edges);
    }

    public string? Feature { get; }

    public string Method { get; }

    public double Warning => Threshold.Warning;

    public double? Critical => Threshold.Critical;

    public IReadOnlyList<double>? Edges { get; }

    /// <summary>Both limits, for the number that the method is judged by.</summary>
    [JsonIgnore]
    public DriftThreshold Threshold { get; }

    /// <summary>Whether it compares what the features contribute to the answers.</summary>
    [JsonIgnore]
    public bool IsForAttributions { get; }

    /// <summary>Whether it compares numbers; false for categories and attributions.</summary>
    [JsonIgnore]
    public bool IsForNumbers { get; }

    /// <summary>Whether it compares bins that are the same for all windows, so that counts of hours can be added.</summary>
    [JsonIgnore]
    public bool IsOnFixedBins => DriftMethods.NeedsEdges(Method) || DriftMethods.NeedsNames(Method);

    /// <summary>Whether only the monitor's own bins can answer.</summary>
    internal bool NeedsSketches => IsOnFixedBins && Edges is null;

    /// <summary>Compares by value, the edges too.</summary>
    public bool Equals(MonitorRule? other) =>
        other is not null && (Feature, Method, Threshold) == (other.Feature, other.Method, other.Threshold)
        && (Edges is null ? other.Edges is null : other.Edges is not null && Edges.SequenceEqual(other.Edges));

    public override int GetHashCode() => HashCode.Combine(Feature, Method, Threshold, Edges?.Count);

    private string? RequireFeature(string? feature) => (feature, IsForAttributions) switch
    {
        (null, _) => null,
        (_, true) => throw new InvalidValueException(
            nameof(Feature),
            $"must not be given for {AttributionDrift.NdcgLoss}, which compares all features together; it was '{feature}'"),
        _ => Guard.Text(feature, nameof(Feature), DriftMetric.MaxNameLength),
    };

    private static double[]? RequireEdges(string method, IReadOnlyList<double>? edges)
    {
        if (edges is null)
            return null;

        if (!DriftMethods.NeedsEdges(method))
            throw new InvalidValueException(
                nameof(Edges), $"must be given for a method between edges only, such as {DriftMethods.PsiEdges}; it was '{method}'");

        Guard.Between(edges.Count, 1, MaxEdges, nameof(Edges));
        foreach (var (i, edge) in edges.Index())
        {
            Guard.Finite(edge, nameof(Edges));
            if (i > 0 && edge <= edges[i - 1])
                throw new InvalidValueException(nameof(Edges), $"must ascend; {Guard.Show(edge)} follows {Guard.Show(edges[i - 1])}");
        }

        return [.. edges];
    }
}
