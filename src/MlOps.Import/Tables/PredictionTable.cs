using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Predictions that are in no table of a service.</summary>
/// <param name="table">Their table, which has one of two usual names.</param>
internal sealed class PredictionTable(string table = PredictionColumns.Table) : ImportTable
{
    public override TableShape Source { get; } = new(
        table,
        [Key(PredictionColumns.Keys), .. PredictionColumns.All])
    {
        HasExtraColumns = true,
        IgnoredColumns = PredictionColumns.Computed,
    };

    public override string Target => PredictionColumns.Table;

    public override Type EntityType => typeof(Prediction);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var service = import.GetTextOrUnknown("service_name");
        return PredictionColumns.Map(
            row,
            import,
            service,
            "id",
            null,
            known => Prediction.ForService(service, known.Type, known.Value, known.At, known.Details));
    }
}
