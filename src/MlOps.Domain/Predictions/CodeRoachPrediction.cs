using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of Code Roach: a quality judgement about a file of a project.</summary>
public sealed class CodeRoachPrediction : Prediction
{
    public const string Service = "code-roach";
    public const int MaxPathLength = 4000;

    private CodeRoachPrediction()
    {
    }

    private CodeRoachPrediction(
        string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    [MaxLength(MaxTargetLength)]
    public string ProjectId { get; private set; } = null!;

    [MaxLength(MaxPathLength)]
    public string FilePath { get; private set; } = null!;

    public Json? CodeMetrics { get; private set; }

    public static CodeRoachPrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string projectId,
        string filePath,
        Json? codeMetrics = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            ProjectId = Guard.Text(projectId, nameof(ProjectId), MaxTargetLength),
            FilePath = Guard.Text(filePath, nameof(FilePath), MaxPathLength),
            CodeMetrics = codeMetrics,
        };
}
