namespace MlOps.Persistence.Operations;

/// <summary>A table of the model's schemas, and how large it is.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Bytes">The bytes of its rows, indexes and partitions.</param>
public sealed record StoredTable(string Name, long Bytes);
