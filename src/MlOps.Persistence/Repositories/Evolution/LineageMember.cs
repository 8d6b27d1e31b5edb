namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>An ancestor or descendant of an individual.</summary>
public sealed record LineageMember(Guid Id, int GenerationNumber, double? FitnessScore, IReadOnlyList<Guid> Parents);
