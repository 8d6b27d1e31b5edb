using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Source;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>What people think of predictions. It lies beside its prediction, whose time it needs to know therefore.</summary>
internal static class FeedbackTable
{
    private const string Table = "ml_feedback";

    private static readonly string[] References = ["prediction_id", "ml_prediction_id"];

    public static readonly ImportTable Feedback = new(
        [Table],
        Table,
        [
            Key("id", "feedback_id") with { IsNeeded = true },
            Key("prediction_id", "ml_prediction_id") with { IsNeeded = true },
            Key("predicted", PredictionColumns.Keys).From(ColumnOrigin.Partner),
            Time("predicted_at", ["created_at", .. PredictionColumns.Times]).From(ColumnOrigin.Partner),
            Number("rating", "accuracy_rating", "score"),
            Flag("is_correct", "correct", "was_correct", "helpful", "was_helpful"),
            Number("corrected_value", "actual_value", "correct_value"),
            Text("comment", "comments", "user_comments", "feedback_text", "feedback"),
            Text("user_id", "submitted_by", "created_by"),
            Text("source", "feedback_type", "feedback_source"),
            Time("created_at", "timestamp", "submitted_at") with { IsNeeded = true },
        ],
        Make)
    { Join = new ImportJoin([PredictionColumns.Table], References, PredictionColumns.Keys) };

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var prediction = row.Key("predicted")
            ?? throw (row.Has("prediction_id") ? row.Fault("prediction_id", "must be that of a prediction in the source") : row.Missing("prediction_id"));
        var predictionId = ImportedId.Sliced(PredictionColumns.Table, prediction, row.NeededTime("predicted_at"));
        if (row.Memory.IsRefusedPrediction(predictionId))
            throw row.Fault("prediction_id", "must be that of a prediction that was not refused");

        var feedback = Domain.Predictions.Feedback.Record(predictionId, new FeedbackContent
        {
            Rating = row.SmallCount("rating"),
            IsCorrect = row.Flag("is_correct"),
            CorrectedValue = row.Number("corrected_value"),
            Comment = row.Text("comment"),
            UserId = row.Text("user_id"),
            Source = row.Text("source") ?? "user",
        }, row.NeededTime("created_at"));
        return [feedback.WithId(row.PlainId(Table, "id"))];
    }
}
