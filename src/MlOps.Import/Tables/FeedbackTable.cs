using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>What people think of predictions. The id of a prediction depends on its time, so its row is read too.</summary>
internal sealed class FeedbackTable : ImportTable
{
    private static readonly string[] References = ["prediction_id", "ml_prediction_id"];

    public override TableShape Source { get; } = new(
        "ml_feedback",
        Key("id", "feedback_id"),
        Column(References).Required(),
        Column("rating", "accuracy_rating", "score"),
        Column("is_correct", "correct", "was_correct", "helpful", "was_helpful"),
        Column("corrected_value", "actual_value", "correct_value"),
        Column("comment", "comments", "user_comments", "feedback_text", "feedback"),
        Column("user_id", "submitted_by", "created_by"),
        Column("source", "feedback_type", "feedback_source"),
        Column("created_at", "timestamp", "submitted_at").Required())
    {
        Join = new SourceJoin(PredictionColumns.Table, References, PredictionColumns.Keys)
        {
            Columns =
            [
                Column(PredictionColumns.Keys).As("known_prediction_id"),
                PredictionColumns.CreatedAt.As("predicted_at"),
            ],
        },
    };

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var predictionId = FindPrediction(row);
        if (import.State.IsRefusedPrediction(predictionId))
            throw row.Refuse("prediction_id", "must name a prediction that was not refused");

        var content = new FeedbackContent
        {
            Rating = row.FindInteger("rating"),
            IsCorrect = row.FindFlag("is_correct"),
            CorrectedValue = row.FindNumber("corrected_value"),
            Comment = row.FindText("comment"),
            UserId = row.FindText("user_id"),
            Source = row.FindText("source") ?? "user",
        };
        return [Feedback.Record(predictionId, content, row.GetTime("created_at")).WithId(import.GetId())];
    }

    private static Guid FindPrediction(SourceRow row)
    {
        _ = row.GetText("prediction_id");
        var known = row.FindText("known_prediction_id")
            ?? throw row.Refuse("prediction_id", "must name a prediction of the source");
        return ImportedId.Sliced(PredictionColumns.Table, known, row.GetTime("predicted_at"));
    }
}
