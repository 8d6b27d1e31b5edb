using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

/// <summary>By what a challenger is compared with the champion.</summary>
[JsonConverter(typeof(WordJson<GateMetric>))]
public enum GateMetric
{
    F1,
    Accuracy,
    Precision,
    Recall,
    Auc,
    Brier,
    LogLoss,
    Mae,
    Rmse,
}
