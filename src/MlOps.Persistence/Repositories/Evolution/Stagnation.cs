namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>The number of generations for which an experiment has not improved.</summary>
/// <param name="LastImprovement">The number of the last generation that was an improvement.</param>
/// <param name="BestFitness">The best fitness of that generation.</param>
/// <param name="Generations">The number of generations after it.</param>
public sealed record Stagnation(int LastImprovement, double BestFitness, long Generations);
