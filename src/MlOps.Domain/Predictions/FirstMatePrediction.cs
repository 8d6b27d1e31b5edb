using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of First Mate: the outcome of a player's roll.</summary>
public sealed class FirstMatePrediction : Prediction
{
    public const string Service = "first-mate";

    private FirstMatePrediction()
    {
    }

    private FirstMatePrediction(
        string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    [MaxLength(MaxTargetLength)]
    public string UserId { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string? RollType { get; private set; }

    public Json? StatInfo { get; private set; }

    public static FirstMatePrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string userId,
        string? rollType = null,
        Json? statInfo = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            UserId = Guard.Text(userId, nameof(UserId), MaxTargetLength),
            RollType = Guard.OptionalText(rollType, nameof(RollType), MaxNameLength),
            StatInfo = statInfo,
        };
}
