namespace MlOps.Import.Takeover;

/// <summary>What a switch did.</summary>
/// <param name="Wait">How long writers of the old tables had to wait.</param>
/// <param name="Deleted">How many rows of ours were deleted, since their old rows were gone.</param>
/// <param name="WhyNoDeletions">Why none were deleted; null if they were.</param>
internal sealed record SwitchResult(TimeSpan Wait, long Deleted, string? WhyNoDeletions);
