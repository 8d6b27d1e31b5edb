using System.Text.Json;

namespace MlOps.Domain.Retraining;

/// <summary>What holds for the metrics of the gate.</summary>
public static class GateMetrics
{
    /// <summary>Whether more of it is better.</summary>
    public static bool IsHigherBetter(this GateMetric metric) =>
        metric is GateMetric.F1 or GateMetric.Accuracy or GateMetric.Precision or GateMetric.Recall or GateMetric.Auc;

    /// <summary>Whether it compares answers to a yes-or-no question; false for numbers.</summary>
    public static bool IsForClassifiers(this GateMetric metric) => metric is not (GateMetric.Mae or GateMetric.Rmse);

    /// <summary>The metrics that fit a type of models: those of classifiers, those of numbers, or all for any other type.</summary>
    public static IReadOnlyList<GateMetric> ListFor(string modelType)
    {
        var isClassifier = Names(modelType, "classif");
        return
        [
            .. Enum.GetValues<GateMetric>()
                .Where(metric => isClassifier == Names(modelType, "regress") || metric.IsForClassifiers() == isClassifier),
        ];
    }

    /// <summary>The name that a user types and reads, as the evidence and the policies have it: "log_loss".</summary>
    public static string ToName(this GateMetric metric) => JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.ToString());

    private static bool Names(string modelType, string word) =>
        Guard.Given(modelType, nameof(modelType)).Contains(word, StringComparison.OrdinalIgnoreCase);
}
