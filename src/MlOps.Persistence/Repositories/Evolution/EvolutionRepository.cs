using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Evolution;

namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>Evolution experiments with their generations, individuals and code evaluations.</summary>
public sealed class EvolutionRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new experiment. SaveChanges stores it.</summary>
    public void Add(EvolutionExperiment experiment) => context.EvolutionExperiments.Add(experiment);

    /// <summary>Tracks a new generation. SaveChanges stores it.</summary>
    public void Add(EvolutionGeneration generation) => context.EvolutionGenerations.Add(generation);

    /// <summary>Tracks a new individual. SaveChanges stores it.</summary>
    public void Add(EvolutionIndividual individual) => context.EvolutionIndividuals.Add(individual);

    /// <summary>Tracks a new code evaluation. SaveChanges stores it.</summary>
    public void Add(CodeEvaluation evaluation) => context.CodeEvaluations.Add(evaluation);

    public Task<EvolutionExperiment?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.EvolutionExperiments.SingleOrDefaultAsync(experiment => experiment.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such experiment.</exception>
    public async Task<EvolutionExperiment> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no evolution experiment {id}.");

    /// <summary>Reads the latest experiments, the newest first.</summary>
    public IAsyncEnumerable<EvolutionExperiment> StreamRecentAsync(int count) =>
        context.EvolutionExperiments.AsNoTracking()
            .OrderByDescending(experiment => experiment.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();

    /// <summary>Reads the evaluations of an individual's code, the oldest first.</summary>
    public IAsyncEnumerable<CodeEvaluation> StreamEvaluationsAsync(Guid individualId) =>
        context.CodeEvaluations.AsNoTracking()
            .Where(evaluation => evaluation.IndividualId == individualId)
            .OrderBy(evaluation => evaluation.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>
    /// Reads the ancestors of an individual, the latest generation first. The earlier individuals of the experiment are
    /// read once, without genotypes and phenotypes, and no further back than the first ancestor.
    /// </summary>
    public async IAsyncEnumerable<LineageMember> StreamAncestorsAsync(
        Guid individualId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The generation of the individual itself is read too, because it has the parents of the individual.
        var earlier = SelectMembers(context.EvolutionIndividuals
            .Where(last => last.Id == individualId)
            .SelectMany(last => context.EvolutionIndividuals.Where(individual =>
                individual.ExperimentId == last.ExperimentId && individual.GenerationNumber <= last.GenerationNumber))
            .OrderByDescending(individual => individual.GenerationNumber)
            .ThenByDescending(individual => individual.Id));

        // Parents are of earlier generations, so all children of a member have been read before the member itself.
        var wanted = new HashSet<Guid> { individualId };
        await foreach (var member in earlier.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!wanted.Remove(member.Id))
                continue;

            if (member.Id != individualId)
                yield return member;

            wanted.UnionWith(member.Parents);
            if (wanted.Count == 0)
                break;
        }
    }

    /// <summary>
    /// Reads the descendants of an individual, the earliest generation first. The later individuals of the experiment
    /// are read once, without genotypes and phenotypes.
    /// </summary>
    public async IAsyncEnumerable<LineageMember> StreamDescendantsAsync(
        Guid individualId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var later = SelectMembers(context.EvolutionIndividuals
            .Where(root => root.Id == individualId)
            .SelectMany(root => context.EvolutionIndividuals.Where(individual =>
                individual.ExperimentId == root.ExperimentId && individual.GenerationNumber > root.GenerationNumber))
            .OrderBy(individual => individual.GenerationNumber)
            .ThenBy(individual => individual.Id));

        // Parents are of earlier generations, so all ancestors of a member have been read before the member itself.
        var lineage = new HashSet<Guid> { individualId };
        await foreach (var member in later.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (member.Parents.Any(lineage.Contains))
            {
                lineage.Add(member.Id);
                yield return member;
            }
        }
    }

    /// <summary>
    /// Reads the best fitness of each generation beside the best until then, in the order of the generations.
    /// Generations that are not summarised are left out.
    /// </summary>
    public async IAsyncEnumerable<BestSoFar> StreamBestSoFarAsync(
        Guid experimentId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var summarised = context.EvolutionGenerations
            .Where(generation => generation.ExperimentId == experimentId && generation.BestFitness != null)
            .OrderBy(generation => generation.Number)
            .Select(generation => new { generation.Number, BestFitness = generation.BestFitness!.Value })
            .AsAsyncEnumerable();

        var best = double.NegativeInfinity;
        await foreach (var generation in summarised.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            best = Math.Max(best, generation.BestFitness);
            yield return new BestSoFar(generation.Number, generation.BestFitness, best);
        }
    }

    /// <summary>
    /// Finds out for how long an experiment has not improved. The result is null if no generation is summarised. A
    /// generation is an improvement if it exceeds the last improvement by more than epsilon, so many small steps make
    /// one in the end.
    /// </summary>
    public async Task<Stagnation?> FindStagnationAsync(
        Guid experimentId, double epsilon = 0, CancellationToken cancellationToken = default)
    {
        Guard.NotNegative(epsilon, nameof(epsilon));
        Stagnation? last = null;
        await foreach (var generation in StreamBestSoFarAsync(experimentId, cancellationToken).ConfigureAwait(false))
        {
            last = last is null || generation.BestFitness - last.BestFitness > epsilon
                ? new Stagnation(generation.GenerationNumber, generation.BestFitness, 0)
                : last with { Generations = last.Generations + 1 };
        }

        return last;
    }

    private static IAsyncEnumerable<LineageMember> SelectMembers(IQueryable<EvolutionIndividual> individuals) =>
        individuals
            .Select(individual => new LineageMember(
                individual.Id, individual.GenerationNumber, individual.FitnessScore, individual.Parents))
            .AsAsyncEnumerable();
}
