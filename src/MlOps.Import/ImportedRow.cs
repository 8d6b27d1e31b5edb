using MlOps.Domain;

namespace MlOps.Import;

/// <summary>A row of the source, mapped.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Entities">Its entity, and after it the entities of its history.</param>
internal sealed record ImportedRow(string Id, IReadOnlyList<Entity> Entities);
