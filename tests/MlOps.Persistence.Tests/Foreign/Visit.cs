namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A class without a key.</summary>
internal sealed record Visit(string Page);
