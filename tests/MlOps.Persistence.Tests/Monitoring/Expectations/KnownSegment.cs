using MlOps.Domain.Statistics.Performance;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>A part of the predictions, by their country, channel or version.</summary>
internal sealed record KnownSegment(string? Feature, SegmentKind? Kind, string? Name, Predicate<KnownPrediction> Holds)
{
    public static KnownSegment All { get; } = new(null, null, null, _ => true);

    /// <summary>The segments of which the largest ones have names.</summary>
    public static IEnumerable<KnownSegment> Largest(string feature, IEnumerable<KnownPrediction> rows, int cap) => Named(
        feature,
        [
            .. rows.Select(row => Read(feature, row)).OfType<string>().CountBy(name => name)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(cap)
                .Select(pair => pair.Key),
        ]);

    public static IEnumerable<KnownSegment> Named(string feature, IReadOnlyList<string> names) =>
    [
        .. names.Select(name => new KnownSegment(feature, SegmentKind.Named, name, row => Read(feature, row) == name)),
        new KnownSegment(feature, SegmentKind.Missing, null, row => Read(feature, row) is null),
        new KnownSegment(
            feature, SegmentKind.Others, null, row => Read(feature, row) is { } name && !names.Contains(name, StringComparer.Ordinal)),
    ];

    /// <summary>What a stored row calls it.</summary>
    public static string Describe(string? feature, SegmentKind? kind, string? name) => $"[{feature} {kind} {name}]";

    public override string ToString() => Describe(Feature, Kind, Name);

    private static string? Read(string feature, KnownPrediction row) => feature switch
    {
        "country" => row.Country,
        "context:channel" => row.Channel,
        "model_version" => row.Version,
        _ => throw new ArgumentException($"No prediction has '{feature}'.", nameof(feature)),
    };
}
