using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>What people think of predictions.</summary>
internal sealed class FeedbackTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ml_feedback",
        Key("id", "feedback_id"),
        PredictionReference.Id,
        Column("rating", "accuracy_rating", "score"),
        Column("is_correct", "correct", "was_correct", "helpful", "was_helpful"),
        Column("corrected_value", "actual_value", "correct_value"),
        Column("comment", "comments", "user_comments", "feedback_text", "feedback"),
        Column("user_id", "submitted_by", "created_by"),
        Column("source", "feedback_type", "feedback_source"),
        Column("created_at", "timestamp", "submitted_at").Required())
    {
        Join = PredictionReference.Join,
    };

    public override Type EntityType => typeof(Feedback);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var predictionId = PredictionReference.Get(row, import);
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
}
