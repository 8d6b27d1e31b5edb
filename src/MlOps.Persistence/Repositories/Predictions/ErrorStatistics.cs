namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>
/// The errors of a group of predictions: the distances between the predicted and the actual values. All but the counts
/// are null as long as no prediction is labelled.
/// </summary>
/// <param name="Group">The service, or the version.</param>
/// <param name="Predictions">The number of predictions.</param>
/// <param name="Labelled">The number of predictions that have a label.</param>
/// <param name="AverageError">The mean error.</param>
/// <param name="ErrorSpread">The sample standard deviation of the errors. Null if there is one error only.</param>
/// <param name="LeastError">The smallest error.</param>
/// <param name="GreatestError">The largest error.</param>
public sealed record ErrorStatistics(
    string Group,
    long Predictions,
    long Labelled,
    double? AverageError,
    double? ErrorSpread,
    double? LeastError,
    double? GreatestError);
