namespace MlOps.Domain.Predictions;

/// <summary>The usual sources of predictions. A service may use others.</summary>
public static class PredictionSources
{
    public const string MlModel = "ml_model";
    public const string Heuristic = "heuristic";
    public const string Ensemble = "ensemble";
    public const string Human = "human";
}
