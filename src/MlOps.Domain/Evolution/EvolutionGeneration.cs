using System.Text.Json.Serialization;

namespace MlOps.Domain.Evolution;

/// <summary>One step of an evolution experiment, with the fitness of its individuals.</summary>
public sealed class EvolutionGeneration : ChangingEntity
{
    private readonly HashSet<EvolutionIndividual> _individuals = [];

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

    /// <summary>The experiment of the generation. Null if it was not loaded.</summary>
    [JsonIgnore]
    public EvolutionExperiment? Experiment { get; private set; }

    /// <summary>Unique within the experiment, and higher for later generations.</summary>
    public int Number { get; private set; }

    /// <summary>The number of individuals with a score; null until the generation is summarised.</summary>
    public int? PopulationSize { get; private set; }

    public double? BestFitness { get; private set; }

    public double? MeanFitness { get; private set; }

    public double? WorstFitness { get; private set; }

    public double? Diversity { get; private set; }

    /// <summary>The individuals of the generation, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<EvolutionIndividual> Individuals => _individuals;

    /// <summary>Opens a generation of a running experiment.</summary>
    public static EvolutionGeneration Begin(EvolutionExperiment experiment, int number, DateTimeOffset at)
    {
        Guard.Given(experiment, nameof(experiment));
        if (experiment.Status != ExperimentStatus.Running)
            throw new IllegalTransitionException(
                $"{experiment} is {experiment.Status} and cannot get a generation: only a running experiment can.");

        return new EvolutionGeneration(experiment, number, at);
    }

    /// <summary>Stores the fitness of the generation once all its individuals have a score.</summary>
    public void Summarise(GenerationStatistics statistics, DateTimeOffset at)
    {
        Guard.Given(statistics, nameof(statistics));
        if (PopulationSize is not null)
            throw new IllegalTransitionException(
                $"Generation {Number} of experiment {ExperimentId} is already summarised.");

        Touch(at);
        PopulationSize = statistics.PopulationSize;
        (BestFitness, MeanFitness, WorstFitness) = (statistics.Best, statistics.Mean, statistics.Worst);
        Diversity = statistics.Diversity;
    }
}
