namespace MlOps.Import.Labels;

/// <summary>What became of the lines of a file.</summary>
/// <param name="Read">How many lines were read. Empty lines and the names of the columns do not count.</param>
/// <param name="Recorded">How many predictions got a label.</param>
/// <param name="Unchanged">How many lines have a label that was there already.</param>
/// <param name="Refused">How many lines were refused.</param>
public sealed record LabelImportReport(long Read, long Recorded, long Unchanged, long Refused)
{
    internal static readonly LabelImportReport None = new(0, 0, 0, 0);

    internal LabelImportReport Plus(LabelImportReport other) =>
        new(Read + other.Read, Recorded + other.Recorded, Unchanged + other.Unchanged, Refused + other.Refused);
}
