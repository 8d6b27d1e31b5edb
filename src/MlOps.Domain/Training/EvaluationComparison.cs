using MlOps.Domain.Statistics;

namespace MlOps.Domain.Training;

/// <summary>Compares two evaluations by what their confusion matrices count, so that luck can be told from progress.</summary>
public static class EvaluationComparison
{
    /// <summary>How much more of all predictions the candidate gets right.</summary>
    public static ProportionDifference Accuracy(ModelEvaluation baseline, ModelEvaluation candidate) =>
        Compare(baseline, candidate, matrix => new(matrix.Total, matrix.Correct));

    /// <summary>How much more of its predictions of a class the candidate gets right.</summary>
    public static ProportionDifference Precision(
        ModelEvaluation baseline, ModelEvaluation candidate, string className = ConfusionMatrix.Positive) =>
        Compare(baseline, candidate, matrix => new(matrix.Predicted(className), matrix.Hits(className)));

    /// <summary>How much more of a class the candidate recognizes.</summary>
    public static ProportionDifference Recall(
        ModelEvaluation baseline, ModelEvaluation candidate, string className = ConfusionMatrix.Positive) =>
        Compare(baseline, candidate, matrix => new(matrix.Actual(className), matrix.Hits(className)));

    private static ProportionDifference Compare(
        ModelEvaluation baseline, ModelEvaluation candidate, Func<ConfusionMatrix, Proportion> proportion)
    {
        var (before, after) = (MatrixOf(baseline, nameof(baseline)), MatrixOf(candidate, nameof(candidate)));
        if (baseline.DatasetId != candidate.DatasetId)
            throw new InvalidValueException(
                nameof(ModelEvaluation.DatasetId),
                $"must be the same of both, or data would be compared instead of models; they were {Show(baseline)} and {Show(candidate)}");

        return ProportionDifference.Between(proportion(before), proportion(after));
    }

    private static ConfusionMatrix MatrixOf(ModelEvaluation evaluation, string name) =>
        Guard.Given(Guard.Given(evaluation, name).ConfusionMatrix, nameof(ModelEvaluation.ConfusionMatrix));

    private static string Show(ModelEvaluation evaluation) => evaluation.DatasetId?.ToString() ?? "none";
}
