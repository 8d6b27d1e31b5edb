using System.Text.Json.Serialization;

namespace MlOps.Domain.Evolution;

/// <summary>One solution that a generation tries: its genotype, its phenotype and its fitness.</summary>
public sealed class EvolutionIndividual : ChangingEntity
{
    public const int MaxPhenotypeLength = 1_000_000;

    private readonly HashSet<CodeEvaluation> _evaluations = [];

    private EvolutionIndividual()
    {
    }

    private EvolutionIndividual(EvolutionGeneration generation, Json genotype, DateTimeOffset at)
        : base(at)
    {
        (GenerationId, ExperimentId, GenerationNumber) = (generation.Id, generation.ExperimentId, generation.Number);
        Genotype = Guard.Given(genotype, nameof(Genotype));
        InheritTenantFrom(generation);
    }

    public Guid GenerationId { get; private set; }

    /// <summary>The generation of the individual. Null if it was not loaded.</summary>
    [JsonIgnore]
    public EvolutionGeneration? Generation { get; private set; }

    public Guid ExperimentId { get; private set; }

    public int GenerationNumber { get; private set; }

    /// <summary>The encoded solution: parameters, a prompt, a tree.</summary>
    public Json Genotype { get; private set; } = null!;

    /// <summary>What the genotype produces: the code, for instance.</summary>
    public string? Phenotype { get; private set; }

    /// <summary>Higher is better; null until it is scored.</summary>
    public double? FitnessScore { get; private set; }

    /// <summary>The ids of its parents, each once; empty for the first individuals of a search.</summary>
    public IReadOnlyList<Guid> Parents { get; private set; } = [];

    /// <summary>The evaluations of the individual's code, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<CodeEvaluation> Evaluations => _evaluations;

    /// <param name="generation">The generation that tries it.</param>
    /// <param name="genotype">The encoded solution.</param>
    /// <param name="at">The time of its creation.</param>
    /// <param name="parents">Individuals of earlier generations of the same experiment.</param>
    /// <param name="phenotype">What the genotype produces.</param>
    /// <param name="fitnessScore">Its fitness, if it is already known.</param>
    public static EvolutionIndividual Create(
        EvolutionGeneration generation,
        Json genotype,
        DateTimeOffset at,
        IReadOnlyCollection<EvolutionIndividual>? parents = null,
        string? phenotype = null,
        double? fitnessScore = null)
    {
        var individual = new EvolutionIndividual(Guard.Given(generation, nameof(generation)), genotype, at)
        {
            Phenotype = Guard.OptionalText(phenotype, nameof(Phenotype), MaxPhenotypeLength),
            FitnessScore = Guard.Finite(fitnessScore, nameof(FitnessScore)),
        };
        individual.Parents = [.. (parents ?? []).Select(individual.RequireParent).Distinct()];
        return individual;
    }

    /// <summary>Stores its fitness, which can be done only once.</summary>
    public void Score(double fitnessScore, DateTimeOffset at)
    {
        if (FitnessScore is { } known)
            throw new IllegalTransitionException($"Individual {Id} already has the score {Guard.Show(known)}.");

        var score = Guard.Finite(fitnessScore, nameof(FitnessScore));
        Touch(at);
        FitnessScore = score;
    }

    private Guid RequireParent(EvolutionIndividual parent)
    {
        if (Guard.Given(parent, nameof(Parents)).ExperimentId != ExperimentId)
            throw new InvalidValueException(
                nameof(Parents),
                $"must belong to experiment {ExperimentId}; {parent.Id} belongs to experiment {parent.ExperimentId}");

        if (parent.GenerationNumber >= GenerationNumber)
            throw new InvalidValueException(
                nameof(Parents),
                $"must be of a generation before {GenerationNumber}; " +
                $"{parent.Id} is of generation {parent.GenerationNumber}");

        return parent.Id;
    }
}
