using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>
/// The bins in which a monitor counts a feature, hour by hour. They come from the first reference that is large enough, and are the same
/// for all hours, so that counts can be added.
/// </summary>
public sealed class FeatureBins : Entity
{
    /// <summary>The edges of numbers are the quantiles that divide the reference into so many parts.</summary>
    public const int Parts = 50;

    /// <summary>The number of categories that are counted by name, the most frequent ones. All others are counted together.</summary>
    public const int MaxCategories = 100;

    private const int HashLength = 64;
    private const int PartsOfDecile = Parts / 10;

    private FeatureBins()
    {
    }

    private FeatureBins(ServiceMonitor monitor, string feature, TimeWindow reference, DateTimeOffset at)
        : base(at)
    {
        MonitorId = Guard.Given(monitor, nameof(Monitor)).Id;
        FeatureName = Guard.Text(feature, nameof(FeatureName), DriftMetric.MaxNameLength);
        (ReferenceStart, ReferenceEnd) = (Guard.Time(reference.Start, nameof(ReferenceStart)), reference.End);
        InheritTenantFrom(monitor);
    }

    public Guid MonitorId { get; private set; }

    /// <summary>The monitor. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ServiceMonitor? Monitor { get; private set; }

    /// <summary>The feature, or column of the predictions, or "context:KEY".</summary>
    [MaxLength(DriftMetric.MaxNameLength)]
    public string FeatureName { get; private set; } = null!;

    /// <summary>Whether these are the segments of the monitor, by which everything else is counted.</summary>
    public bool AreSegments { get; private set; }

    /// <summary>The edges of the bins of numbers, ascending. The outer bins are open. Null for categories.</summary>
    public double[]? Edges { get; private set; }

    /// <summary>Those of the edges between which two windows are compared. Null for categories.</summary>
    public double[]? ComparedEdges { get; private set; }

    /// <summary>The categories that are counted by name. Null for numbers. The last count is that of all others.</summary>
    public string[]? Categories { get; private set; }

    /// <summary>The SHA-256 of all that says what is counted.</summary>
    [MaxLength(HashLength)]
    public string Hash { get; private set; } = null!;

    public DateTimeOffset ReferenceStart { get; private set; }

    public DateTimeOffset ReferenceEnd { get; private set; }

    /// <summary>The number of counts of each sketch.</summary>
    public int Count => (Edges?.Length ?? Categories!.Length) + 1;

    /// <summary>The bins of a number.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="quantiles">The quantiles of the reference, of which equal ones count once.</param>
    /// <param name="ruleEdges">The edges that a rule names for the feature. The deciles if it is null.</param>
    /// <param name="reference">The window of the quantiles.</param>
    /// <param name="at">The present.</param>
    public static FeatureBins OfNumber(
        ServiceMonitor monitor,
        string feature,
        IReadOnlyList<double> quantiles,
        IReadOnlyList<double>? ruleEdges,
        TimeWindow reference,
        DateTimeOffset at)
    {
        if (Guard.Given(quantiles, nameof(Edges)).Count != Parts - 1)
            throw new InvalidValueException(nameof(Edges), $"must come from {Parts - 1} quantiles; there were {quantiles.Count}");

        foreach (var quantile in quantiles)
            Guard.Finite(quantile, nameof(Edges));

        var compared = ruleEdges ?? FindDeciles(quantiles);
        return new FeatureBins(monitor, feature, reference, at)
        {
            Edges = [.. quantiles.Concat(compared).Distinct().Order()],
            ComparedEdges = [.. compared.Distinct().Order()],
        }.WithHash();
    }

    /// <summary>The named categories of a feature.</summary>
    public static FeatureBins OfCategories(
        ServiceMonitor monitor, string feature, IReadOnlyList<string> categories, TimeWindow reference, DateTimeOffset at) =>
        new FeatureBins(monitor, feature, reference, at) { Categories = Require(categories, MaxCategories) }.WithHash();

    /// <summary>The named segments of a monitor.</summary>
    public static FeatureBins OfSegments(
        ServiceMonitor monitor, IReadOnlyList<string> segments, TimeWindow reference, DateTimeOffset at) =>
        new FeatureBins(
            monitor,
            Guard.Given(monitor, nameof(Monitor)).SegmentFeature
                ?? throw new InvalidValueException(nameof(FeatureName), $"must be the segments of a monitor; {monitor} has none"),
            reference,
            at)
        {
            AreSegments = true,
            Categories = Require(segments, monitor.SegmentCap),
        }.WithHash();

    /// <summary>The bins of a baseline.</summary>
    public static FeatureBins From(ServiceMonitor monitor, FeatureBaseline baseline, DateTimeOffset at)
    {
        Guard.Given(baseline, nameof(baseline));
        return new FeatureBins(monitor, baseline.FeatureName, new TimeWindow(baseline.DataStart, baseline.DataEnd), at)
        {
            Edges = baseline.Edges,
            ComparedEdges = baseline.ComparedEdges,
            Categories = baseline.Categories,
        }.WithHash();
    }

    /// <summary>Adds up the counts between the edges that are not compared.</summary>
    public static IReadOnlyList<long> Fold(
        IReadOnlyList<double> edges, IReadOnlyList<double> comparedEdges, IReadOnlyList<long> counts)
    {
        if (Guard.Given(counts, nameof(counts)).Count != Guard.Given(edges, nameof(edges)).Count + 1)
            throw new InvalidValueException(nameof(counts), $"must be {edges.Count + 1}; there were {counts.Count}");

        var folded = new List<long> { counts[0] };
        var isCompared = Guard.Given(comparedEdges, nameof(comparedEdges)).ToHashSet();
        foreach (var (i, edge) in edges.Index())
        {
            if (isCompared.Contains(edge))
                folded.Add(0);

            folded[^1] += counts[i + 1];
        }

        return folded;
    }

    internal static double[] FindDeciles(IReadOnlyList<double> quantiles) =>
        [.. quantiles.Where((_, i) => (i + 1) % PartsOfDecile == 0).Distinct().Order()];

    private static string[] Require(IReadOnlyList<string> categories, int cap)
    {
        Guard.Between(Guard.Given(categories, nameof(Categories)).Count, 0, cap, nameof(Categories));
        foreach (var category in categories)
            Guard.Given(category, nameof(Categories));

        string[] ordered = [.. categories.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return ordered.Length == categories.Count
            ? ordered
            : throw new InvalidValueException(nameof(Categories), "must differ; one of them was there twice");
    }

    private FeatureBins WithHash()
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new { FeatureName, AreSegments, Edges, ComparedEdges, Categories });
        Hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return this;
    }
}
