namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>How long an experiment has not become better.</summary>
/// <param name="LastImprovement">The generation that was the last to be better.</param>
/// <param name="BestFitness">Its best.</param>
/// <param name="Generations">How many generations came after it.</param>
public sealed record Stagnation(int LastImprovement, double BestFitness, long Generations);
