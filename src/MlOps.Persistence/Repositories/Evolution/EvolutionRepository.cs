using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>Evolution experiments, their generations and individuals, and what became of them.</summary>
public sealed class EvolutionRepository(MlOpsDbContext context)
{
    public void Add(EvolutionExperiment experiment) => context.EvolutionExperiments.Add(experiment);

    public void Add(EvolutionGeneration generation) => context.EvolutionGenerations.Add(generation);

    public void Add(EvolutionIndividual individual) => context.EvolutionIndividuals.Add(individual);

    public void Add(CodeEvaluation evaluation) => context.CodeEvaluations.Add(evaluation);

    /// <summary>Stores individuals by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<EvolutionIndividual> individuals, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(individuals, cancellationToken);

    public Task<EvolutionExperiment?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.EvolutionExperiments.SingleOrDefaultAsync(experiment => experiment.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such experiment.</exception>
    public async Task<EvolutionExperiment> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no evolution experiment {id}.");

    /// <summary>The latest experiments, the newest first.</summary>
    public IAsyncEnumerable<EvolutionExperiment> StreamRecentAsync(int count) =>
        context.EvolutionExperiments.AsNoTracking()
            .OrderByDescending(experiment => experiment.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();

    /// <summary>The trials of an individual's code, oldest first.</summary>
    public IAsyncEnumerable<CodeEvaluation> StreamEvaluationsAsync(Guid individualId) =>
        context.CodeEvaluations.AsNoTracking()
            .Where(evaluation => evaluation.IndividualId == individualId)
            .OrderBy(evaluation => evaluation.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>
    /// Whom an individual descends from, the latest generation first. What the experiment tried before it is read once, without
    /// genotypes and phenotypes, and no further back than where its line begins.
    /// </summary>
    public async IAsyncEnumerable<LineageMember> StreamAncestorsAsync(
        Guid individualId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // With its own generation, for its own parents.
        var earlier = Members(context.EvolutionIndividuals
            .Where(last => last.Id == individualId)
            .SelectMany(last => context.EvolutionIndividuals.Where(individual =>
                individual.ExperimentId == last.ExperimentId && individual.GenerationNumber <= last.GenerationNumber))
            .OrderByDescending(individual => individual.GenerationNumber).ThenByDescending(individual => individual.Id));

        // Parents are of earlier generations, so that all children of whoever comes by have come by before.
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
    /// Who descends from an individual, the earliest generation first. What the experiment tried after it is read once, without
    /// genotypes and phenotypes.
    /// </summary>
    public async IAsyncEnumerable<LineageMember> StreamDescendantsAsync(
        Guid individualId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var later = Members(context.EvolutionIndividuals
            .Where(root => root.Id == individualId)
            .SelectMany(root => context.EvolutionIndividuals.Where(individual =>
                individual.ExperimentId == root.ExperimentId && individual.GenerationNumber > root.GenerationNumber))
            .OrderBy(individual => individual.GenerationNumber).ThenBy(individual => individual.Id));

        // Parents are of earlier generations, so that whoever comes by is known to descend or not.
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

    /// <summary>How an experiment came on, generation by generation. Those that are not summarised are left out.</summary>
    public IAsyncEnumerable<BestSoFar> StreamBestSoFarAsync(Guid experimentId) =>
        context.Database.SqlQuery<BestSoFar>(
            $"""
            SELECT number AS "GenerationNumber", best_fitness AS "BestFitness",
                max(best_fitness) OVER (ORDER BY number) AS "BestFitnessSoFar"
            FROM evolution_generations
            WHERE tenant_id = {context.TenantId} AND experiment_id = {experimentId} AND best_fitness IS NOT NULL
            ORDER BY number
            """).AsAsyncEnumerable();

    /// <summary>
    /// How long an experiment has not become better; null as long as no generation is summarised. A generation is better if it
    /// exceeds by more than epsilon what the last better one reached: many small steps make one in the end.
    /// </summary>
    public async Task<Stagnation?> FindStagnationAsync(
        Guid experimentId, double epsilon = 0, CancellationToken cancellationToken = default)
    {
        Guard.NotNegative(epsilon, nameof(epsilon));
        Stagnation? last = null;
        await foreach (var generation in StreamBestSoFarAsync(experimentId).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            last = last is null || generation.BestFitness - last.BestFitness > epsilon
                ? new Stagnation(generation.GenerationNumber, generation.BestFitness, 0)
                : last with { Generations = last.Generations + 1 };
        }

        return last;
    }

    private static IAsyncEnumerable<LineageMember> Members(IQueryable<EvolutionIndividual> individuals) =>
        individuals
            .Select(individual => new LineageMember(
                individual.Id, individual.GenerationNumber, individual.FitnessScore, individual.Parents))
            .AsAsyncEnumerable();
}
