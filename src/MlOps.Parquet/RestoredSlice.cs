namespace MlOps.Parquet;

/// <summary>What a restore had to do.</summary>
/// <param name="IsNew">Whether the slice was restored now. Otherwise its rows were live before.</param>
/// <param name="Added">How many rows were added that the rows of the slice refer to, by the name of their table.</param>
public sealed record RestoredSlice(bool IsNew, IReadOnlyDictionary<string, long> Added);
