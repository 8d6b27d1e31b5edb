using MlOps.Import.Reports;

namespace MlOps.Import.Takeover;

/// <summary>What a copy did.</summary>
/// <param name="Moving">What moves out of the way at the switch.</param>
/// <param name="Report">The rows; null if none were copied.</param>
internal sealed record CopyResult(IReadOnlyList<OldObject> Moving, ImportReport? Report);
