namespace MlOps.Import.Takeover;

/// <summary>What moves out of the way at the switch.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsImported">Whether its rows are copied into ours.</param>
internal sealed record OldObject(string Kind, string Name, bool IsImported);
