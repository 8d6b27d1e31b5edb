using MlOps.Domain.Predictions;

namespace MlOps.Import.Tables;

/// <summary>What was read of a prediction of any service.</summary>
internal sealed record PredictionValues(string Type, double? Value, DateTimeOffset At, PredictionDetails Details);
