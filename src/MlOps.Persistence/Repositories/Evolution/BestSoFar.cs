namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>How far an experiment had come with a generation.</summary>
/// <param name="GenerationNumber">The generation.</param>
/// <param name="BestFitness">Its own best.</param>
/// <param name="BestFitnessSoFar">The best of it and all before it.</param>
public sealed record BestSoFar(int GenerationNumber, double BestFitness, double BestFitnessSoFar);
