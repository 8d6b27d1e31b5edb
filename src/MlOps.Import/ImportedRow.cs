using MlOps.Domain;

namespace MlOps.Import;

/// <summary>A row of the source, with the entities that it becomes.</summary>
/// <param name="Id">Its id in the source.</param>
/// <param name="Entities">Its entity, and after it the entities of its history.</param>
/// <param name="IsChanged">Whether it may have been written since an earlier import.</param>
internal sealed record ImportedRow(string Id, IReadOnlyList<Entity> Entities, bool IsChanged);
