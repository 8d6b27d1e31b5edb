namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>How many predictions a service made, how many have a label, and how good they were.</summary>
public sealed record ServiceStatistics(
    string ServiceName, long Predictions, long Labelled, double? AverageConfidence, double? AverageError);
