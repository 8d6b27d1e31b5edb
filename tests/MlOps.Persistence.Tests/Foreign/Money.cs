namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A value object in the row of its owner.</summary>
internal sealed record Money(decimal Amount, string CurrencyCode);
