namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>How much one service predicted on one day (UTC).</summary>
public sealed record DailyVolume(DateOnly Day, string ServiceName, long Predictions, long Labelled);
