using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>How a row names its prediction. The id of a prediction depends on its time, so its row is read too.</summary>
internal static class PredictionReference
{
    private static readonly string[] References = ["prediction_id", "ml_prediction_id"];

    public static readonly SourceColumn Id = Column(References).Required();

    public static readonly SourceJoin Join = new(PredictionColumns.Table, References, PredictionColumns.Keys)
    {
        Columns =
        [
            Column(PredictionColumns.Keys).As("known_prediction_id"),
            PredictionColumns.CreatedAt.As("predicted_at"),
        ],
    };

    /// <summary>The id that the prediction has here. Refuses the row if the prediction is unknown, or was refused.</summary>
    public static Guid Get(SourceRow row, ImportContext import)
    {
        _ = row.GetText("prediction_id");
        var known = row.FindText("known_prediction_id")
            ?? throw row.Refuse("prediction_id", "must name a prediction of the source");
        var id = ImportedId.Sliced(PredictionColumns.Table, known, row.GetTime("predicted_at"));
        return import.State.IsRefusedPrediction(id)
            ? throw row.Refuse("prediction_id", "must name a prediction that was not refused")
            : id;
    }
}
