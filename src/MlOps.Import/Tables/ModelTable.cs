using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>
/// Models: one for each name in a table. A row of ml_models often is a version of a model, and a database with model_versions
/// may have no table of models.
/// </summary>
internal sealed class ModelTable(TableShape source) : ImportTable
{
    public static readonly ModelTable OfModels = new(new TableShape(
        "ml_models",
        Column("name", "model_name").Required(),
        Column("created_at", "registered_at", "timestamp").Required(),
        Column("updated_at", "last_updated"),
        Column("model_type", "type", "algorithm").WhenMissing($"'{Unknown}'"),
        Column("framework", "library").WhenMissing($"'{Unknown}'"),
        "description",
        Column("owner", "created_by"),
        Document("baseline_metrics"))
    {
        DistinctBy = "name",
    });

    public static readonly ModelTable OfVersions = new(new TableShape(
        "model_versions",
        Column("name", "model_name").Required(),
        Column("created_at", "timestamp", "registered_at", "promoted_at").Required(),
        Column("model_type").WhenMissing($"'{Unknown}'"),
        Column("framework").WhenMissing($"'{Unknown}'"))
    {
        DistinctBy = "name",
    });

    public override TableShape Source => source;

    public override string Target => "ml_models";

    public override Type EntityType => typeof(Model);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var model = Model.Register(
            row.GetText("name"),
            import.GetTextOrUnknown("model_type"),
            import.GetTextOrUnknown("framework"),
            row.GetTime("created_at"),
            row.FindText("owner"),
            row.FindText("description"));
        if (row.HasValue("baseline_metrics"))
            model.SetBaseline(import.GetMetrics("baseline_metrics"), row.FindTime("updated_at") ?? model.CreatedAt);

        return [model.WithId(ImportedId.Sliced("models", model.Name, model.CreatedAt))];
    }
}
