using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>Requests to language models, and what they cost.</summary>
public sealed class LlmInteractionRepository(MlOpsDbContext context)
{
    public void Add(LlmInteraction interaction) => context.LlmInteractions.Add(interaction);

    /// <summary>Stores interactions by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<LlmInteraction> interactions, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(interactions, cancellationToken);

    /// <summary>What each model cost each experiment in a window.</summary>
    public IAsyncEnumerable<LlmCosts> StreamCostsAsync(TimeWindow window) => Costs(context.LlmInteractions, window);

    /// <summary>What each model cost one experiment in a window.</summary>
    public IAsyncEnumerable<LlmCosts> StreamCostsAsync(Guid experimentId, TimeWindow window) =>
        Costs(context.LlmInteractions.Where(interaction => interaction.ExperimentId == experimentId), window);

    private static IAsyncEnumerable<LlmCosts> Costs(IQueryable<LlmInteraction> interactions, TimeWindow window) =>
        interactions
            .Where(interaction => interaction.CreatedAt >= window.Start && interaction.CreatedAt < window.End)
            .GroupBy(interaction => new { interaction.ExperimentId, interaction.Model })
            .OrderBy(group => group.Key.ExperimentId).ThenBy(group => group.Key.Model)
            .Select(group => new LlmCosts(
                group.Key.ExperimentId,
                group.Key.Model,
                group.LongCount(),
                group.Sum(interaction => (long)interaction.TokensIn),
                group.Sum(interaction => (long)interaction.TokensOut),
                group.Sum(interaction => interaction.Cost),
                EF.Functions.Sum(group.Select(interaction => interaction.Latency)) ?? TimeSpan.Zero))
            .AsAsyncEnumerable();
}
