namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>What a database has if it is as the model says.</summary>
/// <param name="Names">The schemas.</param>
/// <param name="Roles">The roles.</param>
/// <param name="Rows">The parts of the schemas, without the slices that the maintenance makes.</param>
/// <param name="Slices">A slice of each sliced table, of which every other slice is a copy with another time.</param>
internal sealed record ModelCatalogue(
    SchemaNames Names, ModelRoles Roles, IReadOnlyList<CatalogueRow> Rows, IReadOnlyList<SliceTemplate> Slices);
