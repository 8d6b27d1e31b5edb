namespace MlOps.Domain.Evolution;

/// <summary>The fitness of a generation's individuals, and their diversity.</summary>
public sealed record GenerationStatistics
{
    private GenerationStatistics(IReadOnlyCollection<double> scores, double? diversity)
    {
        PopulationSize = scores.Count;
        (Best, Worst) = (double.MinValue, double.MaxValue);
        var seen = 0;
        foreach (var score in scores)
        {
            var fitness = Guard.Finite(score, "Scores");
            (Best, Worst) = (Math.Max(Best, fitness), Math.Min(Worst, fitness));
            // The mean is updated step by step, since the sum of large scores could be infinite.
            seen++;
            Mean += (fitness / seen) - (Mean / seen);
        }

        Mean = Math.Clamp(Mean, Worst, Best);
        Diversity = Guard.NotNegative(diversity, nameof(Diversity));
    }

    private GenerationStatistics(int populationSize, double best, double mean, double worst, double? diversity)
    {
        PopulationSize = Guard.AtLeast(populationSize, 1, nameof(PopulationSize));
        Best = Guard.Finite(best, nameof(EvolutionGeneration.BestFitness));
        Worst = Guard.Finite(worst, nameof(EvolutionGeneration.WorstFitness));
        Mean = Guard.Between(mean, Worst, Best, nameof(EvolutionGeneration.MeanFitness));
        Diversity = Guard.NotNegative(diversity, nameof(Diversity));
    }

    public int PopulationSize { get; }

    public double Best { get; }

    public double Mean { get; }

    public double Worst { get; }

    /// <summary>By a measure of the caller's choice; zero when all individuals are alike.</summary>
    public double? Diversity { get; }

    public static GenerationStatistics FromScores(IReadOnlyCollection<double> scores, double? diversity = null) =>
        Guard.Given(scores, nameof(scores)).Count > 0
            ? new(scores, diversity)
            : throw new InvalidValueException("Scores", "must hold at least one score; it was empty");

    /// <summary>The statistics that something else has computed.</summary>
    internal static GenerationStatistics Restore(int populationSize, double best, double mean, double worst, double? diversity) =>
        new(populationSize, best, mean, worst, diversity);
}
