using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of the Game App: what happens next in a game session.</summary>
public sealed class GameAppPrediction : Prediction
{
    public const string Service = "game-app";

    private GameAppPrediction()
    {
    }

    private GameAppPrediction(
        string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    [MaxLength(MaxTargetLength)]
    public string SessionId { get; private set; } = null!;

    [MaxLength(MaxTargetLength)]
    public string? NarrativeId { get; private set; }

    public Json? Scenario { get; private set; }

    public static GameAppPrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string sessionId,
        string? narrativeId = null,
        Json? scenario = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            SessionId = Guard.Text(sessionId, nameof(SessionId), MaxTargetLength),
            NarrativeId = Guard.OptionalText(narrativeId, nameof(NarrativeId), MaxTargetLength),
            Scenario = scenario,
        };
}
