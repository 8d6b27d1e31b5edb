namespace FraudScoring;

/// <summary>What the model sees of a payment.</summary>
public sealed record Payment(string Id, double Amount, string CardCountry, string ShopCountry, int PaymentsInLastHour);
