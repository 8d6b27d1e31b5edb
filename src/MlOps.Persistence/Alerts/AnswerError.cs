using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Alerts;

/// <summary>How wrong a labelled prediction was, from 0 to 1.</summary>
internal sealed class AnswerError
{
    /// <summary>A mean of fewer says nothing.</summary>
    public const int MinSample = 30;

    public required string ServiceName { get; init; }

    public required Guid? ModelVersionId { get; init; }

    public required double Wrong { get; init; }

    /// <summary>
    /// A label of 0 or 1 is wrong if the answer is from 0 to 1 and on the other side of a half. Any other answer is as wrong as its error
    /// is large beside the label, and 1 at most.
    /// </summary>
    public static IQueryable<AnswerError> Of(IQueryable<Prediction> predictions) => predictions
        .Where(prediction => prediction.ActualValue != null && prediction.Error != null)
        .Select(prediction => new AnswerError
        {
            ServiceName = prediction.ServiceName,
            ModelVersionId = prediction.ModelVersionId,
            Wrong = (prediction.ActualValue == 0 || prediction.ActualValue == 1)
                    && prediction.PredictedValue >= 0 && prediction.PredictedValue <= 1
                ? ((prediction.PredictedValue >= 0.5) == (prediction.ActualValue == 1) ? 0.0 : 1.0)
                : prediction.Error < Math.Abs(prediction.ActualValue!.Value)
                    ? prediction.Error!.Value / Math.Abs(prediction.ActualValue!.Value)
                    : prediction.Error == 0 ? 0.0 : 1.0,
        });
}
