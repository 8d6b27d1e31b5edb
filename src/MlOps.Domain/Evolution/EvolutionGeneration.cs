namespace MlOps.Domain.Evolution;

/// <summary>One step of an evolution experiment, and how fit its individuals are.</summary>
public sealed class EvolutionGeneration : ChangingEntity
{
    private EvolutionGeneration()
    {
    }

    private EvolutionGeneration(EvolutionExperiment experiment, int number, DateTimeOffset at)
        : base(at)
    {
        ExperimentId = experiment.Id;
        Number = Guard.NotNegative(number, nameof(Number));
        InheritTenantFrom(experiment);
    }

    public Guid ExperimentId { get; private set; }

    /// <summary>Unique within the experiment, and higher for later ones.</summary>
    public int Number { get; private set; }

    /// <summary>How many individuals were scored; null as long as the generation is not summarised.</summary>
    public int? PopulationSize { get; private set; }

    public double? BestFitness { get; private set; }

    public double? MeanFitness { get; private set; }

    public double? WorstFitness { get; private set; }

    public double? Diversity { get; private set; }

    /// <summary>Opens a generation of an experiment that runs.</summary>
    public static EvolutionGeneration Begin(EvolutionExperiment experiment, int number, DateTimeOffset at)
    {
        Guard.Given(experiment, nameof(experiment));
        if (experiment.Status != ExperimentStatus.Running)
            throw new IllegalTransitionException($"{experiment} is {experiment.Status} and gets no generation: only one that runs does.");

        return new EvolutionGeneration(experiment, number, at);
    }

    /// <summary>Keeps how fit the generation is, once all its individuals are scored.</summary>
    public void Summarise(GenerationStatistics statistics, DateTimeOffset at)
    {
        Guard.Given(statistics, nameof(statistics));
        if (PopulationSize is not null)
            throw new IllegalTransitionException($"Generation {Number} of experiment {ExperimentId} is summarised already.");

        Touch(at);
        PopulationSize = statistics.PopulationSize;
        (BestFitness, MeanFitness, WorstFitness) = (statistics.Best, statistics.Mean, statistics.Worst);
        Diversity = statistics.Diversity;
    }
}
