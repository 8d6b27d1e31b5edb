using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>What was decided about retrained versions.</summary>
public sealed class RetrainingDecisionRepository(MlOpsDbContext context)
{
    public void Add(RetrainingDecision decision) => context.RetrainingDecisions.Add(decision);

    public Task<RetrainingDecision?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.RetrainingDecisions.SingleOrDefaultAsync(decision => decision.Id == id, cancellationToken);

    /// <summary>The latest decisions about all models or about one, the newest first.</summary>
    public IAsyncEnumerable<RetrainingDecision> StreamRecentAsync(string? modelName, int count) =>
        context.RetrainingDecisions.AsNoTracking()
            .Where(decision => modelName == null || decision.ModelName == modelName)
            .OrderByDescending(decision => decision.Timestamp)
            .Take(count)
            .AsAsyncEnumerable();

    public async Task<IReadOnlyDictionary<RetrainingAction, int>> CountByActionAsync(CancellationToken cancellationToken = default) =>
        await context.RetrainingDecisions
            .GroupBy(decision => decision.Action)
            .Select(decisions => new { Action = decisions.Key, Count = decisions.Count() })
            .ToDictionaryAsync(row => row.Action, row => row.Count, cancellationToken)
            .ConfigureAwait(false);
}
