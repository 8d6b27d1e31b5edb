using MlOps.Domain;

namespace MlOps.Import;

/// <summary>What a row of the source became.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Entities">The entity that it is here, and after it what tells of the entity's past.</param>
internal sealed record ImportItem(string Id, IReadOnlyList<Entity> Entities);
