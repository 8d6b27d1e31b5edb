using MlOps.Domain;

namespace MlOps.Persistence.Import;

/// <summary>What a row of the source became.</summary>
internal sealed record ImportItem(string Id, IReadOnlyList<Entity> Entities);
