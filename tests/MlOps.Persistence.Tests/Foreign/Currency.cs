namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A class that belongs to no tenant. All shops share its rows.</summary>
internal sealed record Currency(string Code, int Decimals);
