using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Evolution;

namespace MlOps.Persistence.Repositories.Evolution;

/// <summary>Requests to language models, and their costs.</summary>
public sealed class LlmInteractionRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new request. SaveChanges stores it.</summary>
    public void Add(LlmInteraction interaction) => context.LlmInteractions.Add(interaction);

    /// <summary>Reads the costs of a window, by experiment and language model.</summary>
    public IAsyncEnumerable<LlmCosts> StreamCostsAsync(TimeWindow window) =>
        StreamCosts(context.LlmInteractions.During(window));

    /// <summary>Reads the costs of one experiment in a window, by language model.</summary>
    public IAsyncEnumerable<LlmCosts> StreamCostsAsync(Guid experimentId, TimeWindow window) =>
        StreamCosts(context.LlmInteractions.During(window)
            .Where(interaction => interaction.ExperimentId == experimentId));

    private static IAsyncEnumerable<LlmCosts> StreamCosts(IQueryable<LlmInteraction> interactions) =>
        interactions
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
