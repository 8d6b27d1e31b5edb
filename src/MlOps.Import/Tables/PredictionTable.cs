using MlOps.Domain.Predictions;
using MlOps.Import.Source;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>Predictions of which no service tells more.</summary>
internal static class PredictionTable
{
    public static readonly ImportTable Predictions = new(
        [PredictionColumns.Table],
        PredictionColumns.Table,
        [Key("key", PredictionColumns.Keys) with { IsNeeded = true }, .. PredictionColumns.From(ColumnOrigin.Own)],
        row => PredictionColumns.Make(
            row,
            at => row.SlicedId(PredictionColumns.Table, "key", at),
            (type, value, at, details) => Prediction.ForService(row.Text("service_name", ImportTable.Unknown), type, value, at, details)))
    { Bag = "context", Derived = PredictionColumns.Derived };
}
