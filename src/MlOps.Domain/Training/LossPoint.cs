namespace MlOps.Domain.Training;

/// <summary>How wrong the model was at the end of an epoch.</summary>
public sealed record LossPoint
{
    public LossPoint(int epoch, double loss, double? validationLoss = null)
    {
        Epoch = (int)Guard.Between(epoch, 1, int.MaxValue, nameof(Epoch));
        Loss = Guard.Finite(loss, nameof(Loss));
        ValidationLoss = validationLoss is { } value ? Guard.Finite(value, nameof(ValidationLoss)) : null;
    }

    public int Epoch { get; }

    public double Loss { get; }

    public double? ValidationLoss { get; }
}
