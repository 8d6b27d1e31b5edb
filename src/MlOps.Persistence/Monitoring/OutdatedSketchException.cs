namespace MlOps.Persistence.Monitoring;

/// <summary>Predictions came after their hour was counted.</summary>
internal sealed class OutdatedSketchException(string monitor) : MlOpsException(
    MlOpsError.Conflict,
    $"Predictions of the windows of {monitor} came while they were counted. Evaluate the window again.");
