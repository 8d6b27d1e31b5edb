using MlOps.Domain;

namespace FraudScoring;

/// <summary>What a person does about a payment. There are many, so their table has slices of days.</summary>
public sealed class Investigation : Entity
{
    private Investigation()
    {
    }

    public Investigation(string paymentId, DateTimeOffset at)
        : base(at) => PaymentId = paymentId;

    public string PaymentId { get; private set; } = "";
}
