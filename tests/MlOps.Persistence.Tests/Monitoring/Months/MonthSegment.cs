using MlOps.Domain.Statistics.Performance;

namespace MlOps.Persistence.Tests.Monitoring.Months;

/// <summary>A part of the predictions of the month, by their country or version.</summary>
internal sealed record MonthSegment(string? Feature, SegmentKind? Kind, string? Name, Predicate<MonthPrediction> Holds)
{
    public static MonthSegment All { get; } = new(null, null, null, _ => true);

    /// <summary>The segments of which the largest ones have names.</summary>
    public static IEnumerable<MonthSegment> Largest(string feature, IEnumerable<MonthPrediction> rows, int cap) => Named(
        feature,
        [
            .. rows.Select(row => Read(feature, row)).OfType<string>().CountBy(name => name)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(cap)
                .Select(pair => pair.Key),
        ]);

    public static IEnumerable<MonthSegment> Named(string feature, IReadOnlyList<string> names) =>
    [
        .. names.Select(name => new MonthSegment(feature, SegmentKind.Named, name, row => Read(feature, row) == name)),
        new MonthSegment(feature, SegmentKind.Missing, null, row => Read(feature, row) is null),
        new MonthSegment(
            feature, SegmentKind.Others, null, row => Read(feature, row) is { } name && !names.Contains(name, StringComparer.Ordinal)),
    ];

    /// <summary>What a stored row calls it.</summary>
    public static string Describe(string? feature, SegmentKind? kind, string? name) => $"[{feature} {kind} {name}]";

    public override string ToString() => Describe(Feature, Kind, Name);

    private static string? Read(string feature, MonthPrediction row) => feature == "country" ? row.Country : row.Version;
}
