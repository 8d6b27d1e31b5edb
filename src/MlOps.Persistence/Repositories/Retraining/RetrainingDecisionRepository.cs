using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Decisions to promote or to reject retrained versions.</summary>
public sealed class RetrainingDecisionRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new decision. SaveChanges stores it.</summary>
    public void Add(RetrainingDecision decision) => context.RetrainingDecisions.Add(decision);

    public Task<RetrainingDecision?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.RetrainingDecisions.SingleOrDefaultAsync(decision => decision.Id == id, cancellationToken);

    /// <summary>
    /// Reads the latest decisions about one model, or about all models if none is given, the newest first.
    /// </summary>
    public IAsyncEnumerable<RetrainingDecision> StreamRecentAsync(string? modelName, int count) =>
        context.RetrainingDecisions.AsNoTracking()
            .Where(decision => modelName == null || decision.ModelName == modelName)
            .OrderByDescending(decision => decision.Timestamp)
            .Take(count)
            .AsAsyncEnumerable();

    /// <summary>
    /// Finds the newest verdict of the gate about the challenger of a decision, if it was stored after that decision. The newest one
    /// stands, and one before it can no longer be approved. Null if none has replaced it.
    /// </summary>
    public Task<RetrainingDecision?> FindReplacementAsync(RetrainingDecision decision, CancellationToken cancellationToken = default) =>
        new LaterRows(context, decision, cancellationToken).FindVerdictAsync();

    /// <summary>Counts the decisions of each action.</summary>
    public async Task<IReadOnlyDictionary<RetrainingAction, int>> CountByActionAsync(
        CancellationToken cancellationToken = default) =>
        await context.RetrainingDecisions
            .GroupBy(decision => decision.Action)
            .Select(decisions => new { Action = decisions.Key, Count = decisions.Count() })
            .ToDictionaryAsync(row => row.Action, row => row.Count, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>
    /// Computes the chain of a model's decisions and moves again, or those of all models, and finds the first fault of each. A model that
    /// has neither has no chain.
    /// </summary>
    public Task<IReadOnlyList<ChainReport>> VerifyChainsAsync(string? modelName, CancellationToken cancellationToken = default) =>
        ChainRow.ReadAsync(context, modelName, cancellationToken);

    /// <summary>
    /// Finds the place of a hash in the chain of a model, or of the decisions about no model; null if no link of it has the hash. A head
    /// that was noted long ago is a link in the middle now.
    /// </summary>
    public Task<long?> FindLinkAsync(string? modelName, string hash, CancellationToken cancellationToken = default) =>
        context.Set<ChainLink>()
            .Where(link => link.Chain == (modelName ?? "") && link.Hash == hash)
            .Select(link => (long?)link.Position).FirstOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Lets the gate judge the evidence of each of its decisions again, and looks who approved, for one model or for all. Reads what is not
    /// confirmed, the oldest first.
    /// </summary>
    public async IAsyncEnumerable<DecisionFault> StreamFaultsAsync(
        string? modelName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var decisions = context.RetrainingDecisions.AsNoTracking()
            .Include(decision => decision.AnswersDecision)
            .Where(decision => (modelName == null || decision.ModelName == modelName)
                && (decision.EvidenceHash != null || decision.AnswersDecisionId != null))
            .OrderBy(decision => decision.Timestamp);
        await foreach (var decision in decisions.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (decision.ListFaults() is { Count: > 0 } reasons)
                yield return new DecisionFault(decision, reasons);
        }
    }
}
