using MlOps.Domain.Predictions;

namespace MlOps.Import.Tables;

/// <summary>The values that predictions of all services have.</summary>
internal sealed record PredictionValues(string Type, double? Value, DateTimeOffset At, PredictionDetails Details);
