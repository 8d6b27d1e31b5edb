using System.Linq.Expressions;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The part of a prediction that lists show. It is read from one table, for every service.</summary>
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
    internal static readonly Expression<Func<Prediction, PredictionSummary>> FromPrediction = prediction =>
        new PredictionSummary(
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
