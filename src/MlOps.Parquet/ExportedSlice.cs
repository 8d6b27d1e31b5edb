using MlOps.Parquet.Manifests;

namespace MlOps.Parquet;

/// <summary>What an export had to do.</summary>
/// <param name="Manifest">What the files have.</param>
/// <param name="IsNew">Whether they were written now. Otherwise they had the same rows before.</param>
public sealed record ExportedSlice(SliceManifest Manifest, bool IsNew);
