using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of AI GM: a decision of the artificial game master.</summary>
public sealed class AiGmPrediction : Prediction
{
    public const string Service = "ai-gm";

    private AiGmPrediction()
    {
    }

    private AiGmPrediction(string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    [MaxLength(MaxTargetLength)]
    public string CampaignId { get; private set; } = null!;

    [MaxLength(MaxTargetLength)]
    public string? Scene { get; private set; }

    public Json? Decision { get; private set; }

    public static AiGmPrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string campaignId,
        string? scene = null,
        Json? decision = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            CampaignId = Guard.Text(campaignId, nameof(CampaignId), MaxTargetLength),
            Scene = Guard.OptionalText(scene, nameof(Scene), MaxTargetLength),
            Decision = decision,
        };
}
