namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>How far predictions lay off what came true. Everything but the counts is null while nothing is labelled.</summary>
/// <param name="Group">The service, or the version.</param>
/// <param name="Predictions">All predictions.</param>
/// <param name="Labelled">Those of which the truth is known.</param>
/// <param name="AverageError">The mean of their errors.</param>
/// <param name="ErrorSpread">The standard deviation of their errors (of a sample: null for a single one).</param>
/// <param name="LeastError">The smallest.</param>
/// <param name="GreatestError">The largest.</param>
public sealed record ErrorStatistics(
    string Group, long Predictions, long Labelled, double? AverageError, double? ErrorSpread, double? LeastError, double? GreatestError);
