using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of Oracle: an answer found in the knowledge base.</summary>
public sealed class OraclePrediction : Prediction
{
    public const string Service = "oracle";

    private OraclePrediction()
    {
    }

    private OraclePrediction(
        string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    public string Query { get; private set; } = null!;

    [MaxLength(MaxTargetLength)]
    public string? KnowledgeId { get; private set; }

    public Json? RelevanceScores { get; private set; }

    public static OraclePrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string query,
        string? knowledgeId = null,
        Json? relevanceScores = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            Query = Guard.Text(query, nameof(Query), MaxTextLength),
            KnowledgeId = Guard.OptionalText(knowledgeId, nameof(KnowledgeId), MaxTargetLength),
            RelevanceScores = relevanceScores,
        };
}
