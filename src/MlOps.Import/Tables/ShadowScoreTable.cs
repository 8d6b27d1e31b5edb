using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>What versions that did not serve answered to the inputs of predictions.</summary>
internal sealed class ShadowScoreTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ml_shadow_scores",
        Key("id"),
        PredictionReference.Id,
        Column("model_version_id", "model_id").Required(),
        Column("predicted_value", "value"),
        Column("confidence", "confidence_score"),
        Document("output"),
        Column("inference_time_ms", "latency_ms"),
        Column("created_at", "timestamp").Required())
    {
        Join = PredictionReference.Join,
    };

    public override Type EntityType => typeof(ShadowScore);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var predictionId = PredictionReference.Get(row, import);
        var answer = new ShadowAnswer
        {
            PredictedValue = row.FindNumber("predicted_value"),
            Confidence = row.FindNumber("confidence"),
            Output = row.FindJson("output"),
            InferenceTimeMs = row.FindNumber("inference_time_ms"),
        };
        return
        [
            ShadowScore.Record(predictionId, import.GetVersion("model_version_id"), answer, row.GetTime("created_at"))
                .WithId(import.GetId()),
        ];
    }
}
