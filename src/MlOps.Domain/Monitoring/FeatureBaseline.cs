using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Monitoring;

/// <summary>How often a feature had which values in the data that a version was trained on. A monitor can compare with it.</summary>
public sealed class FeatureBaseline : Entity
{
    private FeatureBaseline()
    {
    }

    private FeatureBaseline(ModelVersion version, string feature, TimeWindow data, DateTimeOffset at)
        : base(at)
    {
        ModelVersionId = Guard.Given(version, nameof(ModelVersion)).Id;
        FeatureName = Guard.Text(feature, nameof(FeatureName), DriftMetric.MaxNameLength);
        (DataStart, DataEnd) = (Guard.Time(data.Start, nameof(DataStart)), data.End);
        InheritTenantFrom(version);
    }

    public Guid ModelVersionId { get; private set; }

    /// <summary>The version. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    [MaxLength(DriftMetric.MaxNameLength)]
    public string FeatureName { get; private set; } = null!;

    /// <summary>The time of the oldest data.</summary>
    public DateTimeOffset DataStart { get; private set; }

    /// <summary>The time after the newest data.</summary>
    public DateTimeOffset DataEnd { get; private set; }

    /// <summary>The quantiles of the numbers, of which equal ones count once. Null for categories.</summary>
    public double[]? Edges { get; private set; }

    /// <summary>Those of the edges that are deciles. Null for categories.</summary>
    public double[]? ComparedEdges { get; private set; }

    /// <summary>The most frequent categories. Null for numbers. The last count is that of all others.</summary>
    public string[]? Categories { get; private set; }

    public long[] Counts { get; private set; } = [];

    /// <summary>How many rows had no value, or a number that is not finite.</summary>
    public long Missing { get; private set; }

    public double? Lowest { get; private set; }

    public double? Highest { get; private set; }

    /// <summary>The mean of the numbers. Null for categories, and if they are too large for one.</summary>
    public double? Mean { get; private set; }

    /// <summary>Counts the numbers of a feature.</summary>
    public static FeatureBaseline OfNumbers(
        ModelVersion version, string feature, NumberSample sample, TimeWindow data, DateTimeOffset at)
    {
        if (Guard.Given(sample, nameof(sample)).Size == 0)
            throw new InvalidValueException(nameof(Counts), $"must be of one number or more; '{feature}' has none");

        var quantiles = Enumerable.Range(1, FeatureBins.Parts - 1)
            .Select(part => sample.Quantile((double)part / FeatureBins.Parts)!.Value)
            .ToList();
        double[] edges = [.. quantiles.Distinct().Order()];
        return new FeatureBaseline(version, feature, data, at)
        {
            Edges = edges,
            ComparedEdges = FeatureBins.FindDeciles(quantiles),
            Counts = [.. NumberBins.FromEdges(edges).CountValues(sample)],
            Missing = sample.Counts.Rows - sample.Size,
            Lowest = sample.Minimum,
            Highest = sample.Maximum,
            Mean = sample.Moments?.Mean,
        };
    }

    /// <summary>Counts the categories of a feature.</summary>
    public static FeatureBaseline OfCategories(
        ModelVersion version, string feature, CategorySample sample, TimeWindow data, DateTimeOffset at)
    {
        if (Guard.Given(sample, nameof(sample)).Size == 0)
            throw new InvalidValueException(nameof(Counts), $"must be of one value or more; '{feature}' has none");

        string[] named =
        [
            .. sample.Counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(FeatureBins.MaxCategories).Select(pair => pair.Key).Order(StringComparer.Ordinal),
        ];
        long[] counts = [.. named.Select(name => sample.Counts[name])];
        return new FeatureBaseline(version, feature, data, at)
        {
            Categories = named,
            Counts = [.. counts, sample.Size - counts.Sum()],
            Missing = sample.Missing,
        };
    }
}
