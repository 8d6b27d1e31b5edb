using MlOps.Domain.Statistics;

namespace MlOps.Domain.Training;

/// <summary>Compares the confusion matrices of two evaluations, to distinguish progress from luck.</summary>
public static class EvaluationComparison
{
    /// <summary>By how much the candidate's accuracy is higher.</summary>
    public static ProportionDifference CompareAccuracy(ModelEvaluation baseline, ModelEvaluation candidate) =>
        Compare(baseline, candidate, matrix => new(matrix.Total, matrix.Correct));

    /// <summary>By how much the candidate's precision for a class is higher.</summary>
    public static ProportionDifference ComparePrecision(
        ModelEvaluation baseline, ModelEvaluation candidate, string className = ConfusionMatrix.Positive) =>
        Compare(baseline, candidate, matrix => new(matrix.CountPredicted(className), matrix.CountHits(className)));

    /// <summary>By how much the candidate's recall for a class is higher.</summary>
    public static ProportionDifference CompareRecall(
        ModelEvaluation baseline, ModelEvaluation candidate, string className = ConfusionMatrix.Positive) =>
        Compare(baseline, candidate, matrix => new(matrix.CountActual(className), matrix.CountHits(className)));

    private static ProportionDifference Compare(
        ModelEvaluation baseline, ModelEvaluation candidate, Func<ConfusionMatrix, Proportion> proportion)
    {
        var before = RequireMatrix(baseline, nameof(baseline));
        var after = RequireMatrix(candidate, nameof(candidate));
        if (baseline.DatasetId != candidate.DatasetId)
            throw new InvalidValueException(
                nameof(ModelEvaluation.DatasetId),
                "must be the same for both evaluations, or the comparison would be of data and not of models; " +
                $"they were {Show(baseline)} and {Show(candidate)}");

        return ProportionDifference.Compute(proportion(before), proportion(after));
    }

    private static ConfusionMatrix RequireMatrix(ModelEvaluation evaluation, string name) =>
        Guard.Given(Guard.Given(evaluation, name).ConfusionMatrix, nameof(ModelEvaluation.ConfusionMatrix));

    private static string Show(ModelEvaluation evaluation) => evaluation.DatasetId?.ToString() ?? "none";
}
