namespace MlOps.Domain.Evolution;

/// <summary>How fit the individuals of a generation are, and how different.</summary>
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
            // Step by step: the sum of large scores might be infinite.
            seen++;
            Mean += (fitness / seen) - (Mean / seen);
        }

        Mean = Math.Clamp(Mean, Worst, Best);
        Diversity = Guard.NotNegative(diversity, nameof(Diversity));
    }

    public int PopulationSize { get; }

    public double Best { get; }

    public double Mean { get; }

    public double Worst { get; }

    /// <summary>By the measure of your choice; zero where all are alike.</summary>
    public double? Diversity { get; }

    public static GenerationStatistics Of(IReadOnlyCollection<double> scores, double? diversity = null) =>
        Guard.Given(scores, nameof(scores)).Count > 0
            ? new(scores, diversity)
            : throw new InvalidValueException("Scores", "must hold one score at least; it was empty");
}
