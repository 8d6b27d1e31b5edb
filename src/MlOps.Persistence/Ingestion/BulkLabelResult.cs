namespace MlOps.Persistence.Ingestion;

/// <summary>What became of many labels.</summary>
/// <param name="Recorded">How many predictions have a label now that had none.</param>
/// <param name="Unchanged">How many had the same label before.</param>
/// <param name="Refused">Those that contradict a label or belong to no prediction. The others are stored all the same.</param>
public sealed record BulkLabelResult(int Recorded, int Unchanged, IReadOnlyList<LabelRefusal> Refused)
{
    internal static readonly BulkLabelResult None = new(0, 0, []);

    internal BulkLabelResult Plus(BulkLabelResult other) =>
        new(Recorded + other.Recorded, Unchanged + other.Unchanged, [.. Refused, .. other.Refused]);
}
