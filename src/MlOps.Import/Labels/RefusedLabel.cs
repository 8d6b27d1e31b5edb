namespace MlOps.Import.Labels;

/// <summary>A line that was refused.</summary>
/// <param name="Line">Its place in the file, from 1.</param>
/// <param name="Value">Its text, or the beginning of it.</param>
/// <param name="Reason">The rule that it breaks.</param>
public sealed record RefusedLabel(long Line, string Value, string Reason);
