using System.Linq.Expressions;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>What lists show of a prediction. Reading it touches one table, whatever the service.</summary>
public sealed record PredictionSummary(
    Guid Id,
    string ServiceName,
    string PredictionType,
    double? PredictedValue,
    double? ActualValue,
    double? Error,
    double? Confidence,
    string? ModelVersion,
    DateTimeOffset CreatedAt)
{
    internal static readonly Expression<Func<Prediction, PredictionSummary>> OfPrediction = prediction => new PredictionSummary(
        prediction.Id,
        prediction.ServiceName,
        prediction.PredictionType,
        prediction.PredictedValue,
        prediction.ActualValue,
        prediction.Error,
        prediction.Confidence,
        prediction.ModelVersion,
        prediction.CreatedAt);
}
