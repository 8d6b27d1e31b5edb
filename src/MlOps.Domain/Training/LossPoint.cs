namespace MlOps.Domain.Training;

/// <summary>The loss of the model at the end of an epoch.</summary>
public sealed record LossPoint
{
    public LossPoint(int epoch, double loss, double? validationLoss = null)
    {
        Epoch = Guard.AtLeast(epoch, 1, nameof(Epoch));
        Loss = Guard.Finite(loss, nameof(Loss));
        ValidationLoss = Guard.Finite(validationLoss, nameof(ValidationLoss));
    }

    public int Epoch { get; }

    public double Loss { get; }

    public double? ValidationLoss { get; }
}
