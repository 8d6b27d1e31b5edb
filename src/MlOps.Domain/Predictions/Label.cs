namespace MlOps.Domain.Predictions;

/// <summary>The true value for one prediction, which arrives later.</summary>
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

    /// <summary>The time at which it became known.</summary>
    public DateTimeOffset At { get; }
}
