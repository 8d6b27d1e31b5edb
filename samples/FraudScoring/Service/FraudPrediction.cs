using MlOps.Domain.Predictions;

namespace FraudScoring;

/// <summary>How probable it is that a payment is fraud. Its table has the columns of this service only.</summary>
public sealed class FraudPrediction : Prediction
{
    private FraudPrediction()
    {
    }

    private FraudPrediction(double probability, DateTimeOffset at)
        : base("fraud-scoring", "is-fraud", probability, at, null)
    {
    }

    public string PaymentId { get; private set; } = "";

    public string CardCountry { get; private set; } = "";

    public static FraudPrediction Record(Payment payment, double probability, DateTimeOffset at) =>
        new(probability, at) { PaymentId = payment.Id, CardCountry = payment.CardCountry };
}
