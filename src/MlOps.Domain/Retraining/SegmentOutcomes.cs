using System.Text.Json.Serialization;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Retraining;

/// <summary>What the labels of a segment say about champion and challenger.</summary>
public sealed record SegmentOutcomes
{
    private const int LongestShown = 100;

    [JsonConverter(typeof(WordJson<SegmentKind>))]
    public required SegmentKind Kind { get; init; }

    /// <summary>Null for all kinds but <see cref="SegmentKind.Named"/>.</summary>
    public string? Name { get; init; }

    public required PairedOutcomes Outcomes { get; init; }

    public override string ToString() => Kind switch
    {
        SegmentKind.Named => $"'{Shorten(Name!)}'",
        SegmentKind.Missing => "that of rows without a value",
        _ => "that of all others",
    };

    private static string Shorten(string name) =>
        name.Length <= LongestShown ? name
        : $"{name[..(char.IsHighSurrogate(name[LongestShown - 1]) ? LongestShown - 1 : LongestShown)]}...";
}
