namespace MlOps.Domain.Predictions;

/// <summary>The truth about one prediction, as it arrives later.</summary>
public sealed record Label
{
    public Label(Guid predictionId, double actualValue, DateTimeOffset at)
    {
        PredictionId = Guard.Identifier(predictionId, nameof(PredictionId));
        ActualValue = Guard.Finite(actualValue, nameof(ActualValue));
        At = Guard.Time(at, nameof(At));
    }

    public Guid PredictionId { get; }

    public double ActualValue { get; }

    /// <summary>When it became known.</summary>
    public DateTimeOffset At { get; }
}
