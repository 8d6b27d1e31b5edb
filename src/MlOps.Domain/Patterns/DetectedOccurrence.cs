namespace MlOps.Domain.Patterns;

/// <summary>Where and when a detector has seen a pattern.</summary>
/// <param name="SourceType">The kind of source: "window", "day".</param>
/// <param name="SourceId">The source. The same one is never stored twice for a pattern.</param>
/// <param name="At">When it was.</param>
/// <param name="Evidence">The numbers.</param>
/// <param name="Confidence">How sure the detection is, from 0 to 1.</param>
public sealed record DetectedOccurrence(string SourceType, string SourceId, DateTimeOffset At, Json Evidence, double Confidence);
