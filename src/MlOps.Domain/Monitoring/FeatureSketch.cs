using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Monitoring;

/// <summary>How often a feature had which values in a span: of the predictions of one version, and of one segment.</summary>
public sealed class FeatureSketch : Entity
{
    private FeatureSketch()
    {
    }

    private FeatureSketch(DateTimeOffset at)
        : base(at)
    {
    }

    public Guid SpanId { get; private set; }

    /// <summary>The span. Null if it was not loaded.</summary>
    [JsonIgnore]
    public SketchedSpan? Span { get; private set; }

    public Guid BinsId { get; private set; }

    /// <summary>The bins. Null if they were not loaded.</summary>
    [JsonIgnore]
    public FeatureBins? Bins { get; private set; }

    /// <summary>The version of the model, as the predictions name it. Null if they name none.</summary>
    [MaxLength(Prediction.MaxVersionLength)]
    public string? ModelVersion { get; private set; }

    /// <summary>Null if the monitor has no segments.</summary>
    public SegmentKind? SegmentKind { get; private set; }

    public string? SegmentName { get; private set; }

    /// <summary>The counts of the bins, or of the categories and of all others.</summary>
    public int[] Counts { get; private set; } = [];

    /// <summary>The sum of the counts.</summary>
    public int Size { get; private set; }

    /// <summary>How many predictions had no value, or a number that is not finite.</summary>
    public int Missing { get; private set; }

    /// <summary>The mean of the numbers. Null for categories, without a number, and if they are too large for one.</summary>
    public double? Mean { get; private set; }

    /// <summary>The sum of the squares of their distances from the mean.</summary>
    public double? SquaredDeviations { get; private set; }

    public double? Lowest { get; private set; }

    public double? Highest { get; private set; }

    /// <summary>The hash of ids and values.</summary>
    public long ValuesHash { get; private set; }

    public static FeatureSketch Record(SketchedSpan span, FeatureBins bins, SketchScope scope, SketchContent content, DateTimeOffset at)
    {
        Guard.Given(scope, nameof(scope));
        Guard.Given(content, nameof(content));
        if (Guard.Given(content.Counts, nameof(Counts)).Count != Guard.Given(bins, nameof(Bins)).Count)
            throw new InvalidValueException(nameof(Counts), $"must be {bins.Count} for its bins; there were {content.Counts.Count}");

        var sketch = new FeatureSketch(at)
        {
            SpanId = Guard.Given(span, nameof(Span)).Id,
            BinsId = bins.Id,
            ModelVersion = scope.ModelVersion,
            SegmentKind = scope.SegmentKind,
            SegmentName = scope.SegmentName,
            Counts = [.. content.Counts.Select(count => Guard.NotNegative(count, nameof(Counts)))],
            Size = content.Counts.Sum(),
            Missing = Guard.NotNegative(content.Missing, nameof(Missing)),
            Mean = Guard.Finite(content.Mean, nameof(Mean)),
            SquaredDeviations = Guard.NotNegative(content.SquaredDeviations, nameof(SquaredDeviations)),
            Lowest = Guard.Finite(content.Lowest, nameof(Lowest)),
            Highest = Guard.Finite(content.Highest, nameof(Highest)),
            ValuesHash = content.ValuesHash,
        };
        sketch.InheritTenantFrom(span);
        return sketch;
    }

    /// <summary>Adds up sketches of the same bins, version and segment.</summary>
    public static SketchContent Sum(IReadOnlyCollection<FeatureSketch> sketches)
    {
        var first = Guard.Given(sketches, nameof(sketches)).First();
        var counts = new int[first.Counts.Length];
        foreach (var sketch in sketches)
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i] = checked(counts[i] + sketch.Counts[i]);
        }

        var filled = sketches.Where(sketch => sketch.Size > 0).ToList();
        var mean = filled.Count > 0 && filled.TrueForAll(sketch => sketch.Mean is not null)
            ? filled.Sum(sketch => sketch.Mean * sketch.Size) / filled.Sum(sketch => (double)sketch.Size)
            : null;
        return new SketchContent
        {
            Counts = counts,
            Missing = checked(sketches.Sum(sketch => sketch.Missing)),
            Mean = mean,
            SquaredDeviations = mean is null
                ? null
                : filled.Sum(sketch => sketch.SquaredDeviations + (sketch.Size * Math.Pow(sketch.Mean!.Value - mean.Value, 2))),
            Lowest = sketches.Min(sketch => sketch.Lowest),
            Highest = sketches.Max(sketch => sketch.Highest),
            ValuesHash = sketches.Aggregate(0L, (hash, sketch) => hash ^ sketch.ValuesHash),
        };
    }
}
