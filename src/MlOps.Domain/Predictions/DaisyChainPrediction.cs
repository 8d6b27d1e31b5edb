using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of Daisy Chain: whether a task will succeed.</summary>
public sealed class DaisyChainPrediction : Prediction
{
    public const string Service = "daisy-chain";

    private DaisyChainPrediction()
    {
    }

    private DaisyChainPrediction(
        string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    [MaxLength(MaxTargetLength)]
    public string TaskId { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string? TaskType { get; private set; }

    /// <summary>From 0 to 1.</summary>
    public double? SuccessProbability { get; private set; }

    public static DaisyChainPrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string taskId,
        string? taskType = null,
        double? successProbability = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            TaskId = Guard.Text(taskId, nameof(TaskId), MaxTargetLength),
            TaskType = Guard.OptionalText(taskType, nameof(TaskType), MaxNameLength),
            SuccessProbability = Guard.Between(successProbability, 0, 1, nameof(SuccessProbability)),
        };
}
