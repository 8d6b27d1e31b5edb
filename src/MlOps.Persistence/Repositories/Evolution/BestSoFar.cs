namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>The best fitness of a generation, and of all generations up to it.</summary>
/// <param name="GenerationNumber">The number of the generation.</param>
/// <param name="BestFitness">The best fitness of the generation itself.</param>
/// <param name="BestFitnessSoFar">The best fitness of it and of all generations before it.</param>
public sealed record BestSoFar(int GenerationNumber, double BestFitness, double BestFitnessSoFar);
