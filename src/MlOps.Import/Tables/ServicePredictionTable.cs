using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>
/// The predictions of one service. A row refers to a row of ml_predictions, has the same id, or stands alone. Where both rows
/// have a value, the value of ml_predictions counts.
/// </summary>
/// <param name="table">The table of the service.</param>
/// <param name="entity">The prediction of the service.</param>
/// <param name="service">The name of the service.</param>
/// <param name="columns">The columns of this service alone.</param>
/// <param name="create">Creates the prediction.</param>
internal sealed class ServicePredictionTable(
    string table, Type entity, string service, SourceColumn[] columns, Func<SourceRow, PredictionValues, Prediction> create)
    : ImportTable
{
    private static readonly string[] References =
        ["prediction_id", "ml_prediction_id", "unified_id", "unified_prediction_id"];

    public override TableShape Source { get; } = new(table, ["id", Column(References).As("reference"), .. columns])
    {
        Keys = ["unified_id", "reference", "id"],
        Join = new SourceJoin(PredictionColumns.Table, References, PredictionColumns.Keys)
        {
            Columns = [Column(PredictionColumns.Keys).As("unified_id")],
            SharedColumns = PredictionColumns.All,
            IsSameThing = true,
        },
        HasExtraColumns = true,
        IgnoredColumns = PredictionColumns.Computed,
    };

    public override Type EntityType => entity;

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IReadOnlyList<(string Column, string? Table)> Ids =>
        [("unified_id", PredictionColumns.Table), ("reference", PredictionColumns.Table), ("id", null)];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        if (row.FindText("service_name") is { } name && name != service)
            import.Note(ImportRemarks.OtherService(service));

        if (row.HasValue("unified_id"))
            return Map("unified_id", PredictionColumns.Table);

        import.Note(ImportRemarks.HasNoRowIn(PredictionColumns.Table));
        return row.HasValue("reference") ? Map("reference", PredictionColumns.Table) : Map("id", null);

        IEnumerable<Entity> Map(string idColumn, string? idTable) =>
            PredictionColumns.Map(row, import, service, idColumn, idTable, values => create(row, values));
    }
}
