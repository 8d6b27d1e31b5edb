namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The predictions of a service in numbers: how many, how many with a label, and how good they were.</summary>
public sealed record ServiceStatistics(
    string ServiceName, long Predictions, long Labelled, double? AverageConfidence, double? AverageError);
