namespace FraudScoring;

/// <summary>A logistic regression with four features. A real one would be loaded from a file.</summary>
public static class FraudModel
{
    public static double Score(Payment payment)
    {
        var isAbroad = payment.CardCountry == payment.ShopCountry ? 0 : 1;
        var logit = -5.2 + (0.4 * Math.Log(1 + payment.Amount)) + (1.6 * isAbroad) + (0.5 * payment.PaymentsInLastHour);
        return 1 / (1 + Math.Exp(-logit));
    }
}
