namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>A time during which a version served.</summary>
internal sealed record ServedTime(string Version, DateTimeOffset From, DateTimeOffset? To);
