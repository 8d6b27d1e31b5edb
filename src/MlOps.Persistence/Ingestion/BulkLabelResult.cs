namespace MlOps.Persistence.Ingestion;

/// <summary>The outcome of recording many labels.</summary>
/// <param name="Recorded">How many predictions got a label.</param>
/// <param name="Unchanged">How many had the same label already.</param>
/// <param name="Refused">The labels that contradict another one, or that belong to no prediction. The others are stored.</param>
public sealed record BulkLabelResult(int Recorded, int Unchanged, IReadOnlyList<LabelRefusal> Refused)
{
    internal static readonly BulkLabelResult None = new(0, 0, []);

    internal BulkLabelResult Plus(BulkLabelResult other) =>
        new(Recorded + other.Recorded, Unchanged + other.Unchanged, [.. Refused, .. other.Refused]);
}
