using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

/// <summary>All that a verdict of the gate rests on. The same evidence gives the same verdict.</summary>
public sealed record GateEvidence
{
    public required string ModelName { get; init; }

    /// <summary>The version in production. Null if there is none.</summary>
    public GateVersion? Champion { get; init; }

    public required GateVersion Challenger { get; init; }

    public required GatePolicy Policy { get; init; }

    [JsonConverter(typeof(WordJson<TriggerReason>))]
    public required TriggerReason Trigger { get; init; }

    public required DateTimeOffset WindowStart { get; init; }

    public required DateTimeOffset WindowEnd { get; init; }

    /// <summary>The champion's predictions of the window.</summary>
    public required long Predictions { get; init; }

    /// <summary>Those with a label.</summary>
    public required long Labelled { get; init; }

    /// <summary>Those that the champion itself has answered in a way that can be compared.</summary>
    public required long Answerable { get; init; }

    public required PairedOutcomes All { get; init; }

    public IReadOnlyList<SegmentOutcomes> Segments { get; init; } = [];

    /// <summary>The newest windows of the monitors of the model.</summary>
    public IReadOnlyList<GateDrift> Drift { get; init; } = [];

    /// <summary>When the champion was promoted.</summary>
    public DateTimeOffset? PromotedAt { get; init; }

    /// <summary>The rows that tell a change of what was read: ids, labels and both answers.</summary>
    public string RowsHash { get; init; } = "";

    /// <summary>The share of the champion's predictions that have a label, in percent.</summary>
    internal double CoveragePct => Predictions == 0 ? 0 : 100.0 * Labelled / Predictions;

    /// <summary>The predictions that are compared.</summary>
    internal long Compared => All.CountFor(Policy.Thresholds);

    internal double AnsweredPct => Answerable == 0 ? 0 : 100.0 * Compared / Answerable;

    /// <summary>The evidence as a document.</summary>
    public Json ToJson() => Json.From(this).Canonicalize();

    /// <summary>The SHA-256 of a document of evidence in its canonical form, as hexadecimal digits.</summary>
    public static string Hash(Json evidence) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Guard.Given(evidence, nameof(evidence)).Canonicalize().Text)));
}
