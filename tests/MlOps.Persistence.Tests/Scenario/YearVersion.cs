namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A version of the model, and what it answers; null where it has no answer.</summary>
internal sealed record YearVersion(string Name, Guid Id, Func<YearCase, double?> Answer);
