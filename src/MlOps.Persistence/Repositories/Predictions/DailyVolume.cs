namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The number of predictions of one service on one day (UTC), and of those that have a label.</summary>
public sealed record DailyVolume(DateOnly Day, string ServiceName, long Predictions, long Labelled);
