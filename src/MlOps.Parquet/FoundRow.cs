using System.Text.Json.Nodes;

namespace MlOps.Parquet;

/// <summary>A row of the first table of slices, with what belongs to it.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Row">Its columns, with those of the tables that add some to it.</param>
/// <param name="Related">The rows of other tables that refer to it, by the name of the table.</param>
public sealed record FoundRow(RowPlace Place, JsonObject Row, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> Related);
