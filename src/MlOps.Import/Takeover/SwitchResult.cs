namespace MlOps.Import.Takeover;

/// <summary>What a switch did.</summary>
/// <param name="Wait">How long writers of the old tables had to wait.</param>
/// <param name="Deleted">How many rows of ours were deleted, since their old rows were gone.</param>
internal sealed record SwitchResult(TimeSpan Wait, long Deleted);
