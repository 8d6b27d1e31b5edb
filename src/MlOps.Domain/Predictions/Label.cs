namespace MlOps.Domain.Predictions;

/// <summary>The true value for one prediction, which arrives later.</summary>
public sealed record Label
{
    public Label(Guid predictionId, double actualValue, DateTimeOffset at, string? source = null)
    {
        PredictionId = Guard.Identifier(predictionId, nameof(PredictionId));
        ActualValue = Guard.Finite(actualValue, nameof(ActualValue));
        At = Guard.Time(at, nameof(At));
        Source = LabelSources.Require(source, nameof(Source));
    }

    public Guid PredictionId { get; }

    public double ActualValue { get; }

    /// <summary>The time at which it became known.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Where it is from: one of <see cref="LabelSources"/>, or a name of the writer's. Null if it names none.</summary>
    public string? Source { get; }
}
