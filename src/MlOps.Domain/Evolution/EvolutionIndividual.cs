namespace MlOps.Domain.Evolution;

/// <summary>One solution that a generation tries: what it is made of, what comes of that, and how fit it is.</summary>
public sealed class EvolutionIndividual : ChangingEntity
{
    public const int MaxPhenotypeLength = 1_000_000;

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

    public Guid ExperimentId { get; private set; }

    public int GenerationNumber { get; private set; }

    /// <summary>What it is made of: parameters, a prompt, a tree.</summary>
    public Json Genotype { get; private set; } = null!;

    /// <summary>What comes of it: the code, for instance.</summary>
    public string? Phenotype { get; private set; }

    /// <summary>Higher is better; null as long as it is not scored.</summary>
    public double? FitnessScore { get; private set; }

    /// <summary>Whom it descends from, each named once; empty where the search begins.</summary>
    public IReadOnlyList<Guid> Parents { get; private set; } = [];

    /// <param name="generation">The one that it lives in.</param>
    /// <param name="genotype">What it is made of.</param>
    /// <param name="at">When it came to be.</param>
    /// <param name="parents">Individuals of earlier generations of the same experiment.</param>
    /// <param name="phenotype">What comes of the genotype.</param>
    /// <param name="fitnessScore">How fit it is, if that is known already.</param>
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
        individual.Parents = [.. (parents ?? []).Select(individual.Parent).Distinct()];
        return individual;
    }

    /// <summary>Keeps how fit it is, once.</summary>
    public void Score(double fitnessScore, DateTimeOffset at)
    {
        if (FitnessScore is { } known)
            throw new IllegalTransitionException($"Individual {Id} has the score {Guard.Show(known)} already.");

        var score = Guard.Finite(fitnessScore, nameof(FitnessScore));
        Touch(at);
        FitnessScore = score;
    }

    private Guid Parent(EvolutionIndividual parent)
    {
        if (Guard.Given(parent, nameof(Parents)).ExperimentId != ExperimentId)
            throw new InvalidValueException(
                nameof(Parents), $"must be of experiment {ExperimentId}; {parent.Id} is of experiment {parent.ExperimentId}");

        if (parent.GenerationNumber >= GenerationNumber)
            throw new InvalidValueException(
                nameof(Parents), $"must come from before generation {GenerationNumber}; {parent.Id} is of generation {parent.GenerationNumber}");

        return parent.Id;
    }
}
