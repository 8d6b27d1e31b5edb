using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>
/// What was stored about a challenger after a decision. The chain of the model has the order, whatever time the clocks of the writers
/// showed. A decision without a link has its time alone.
/// </summary>
internal sealed class LaterRows(MlOpsDbContext context, RetrainingDecision decision, CancellationToken cancellationToken)
{
    private IQueryable<ChainLink> Links => context.Set<ChainLink>().Where(link => link.Chain == (decision.ModelName ?? ""));

    /// <summary>The newest verdict of the gate about it.</summary>
    public async Task<RetrainingDecision?> FindVerdictAsync()
    {
        var verdicts = context.RetrainingDecisions.Where(verdict =>
            verdict.CandidateVersionId == decision.CandidateVersionId && verdict.EvidenceHash != null && verdict.Id != decision.Id);
        return await FindPositionAsync().ConfigureAwait(false) is { } position
            ? await FindNewestAsync(verdicts, nameof(RetrainingDecision), position).ConfigureAwait(false)
            : await verdicts.Where(verdict => verdict.Timestamp > decision.Timestamp).OrderByDescending(verdict => verdict.Timestamp)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest move of it.</summary>
    public async Task<StageTransition?> FindMoveAsync()
    {
        var moves = context.StageTransitions.AsNoTracking().Where(move => move.ModelVersionId == decision.CandidateVersionId);
        return await FindPositionAsync().ConfigureAwait(false) is { } position
            ? await FindNewestAsync(moves, nameof(StageTransition), position).ConfigureAwait(false)
            : await moves.Where(move => move.CreatedAt > decision.Timestamp).OrderByDescending(move => move.CreatedAt)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<long?> FindPositionAsync() =>
        Links.Where(link => link.Kind == nameof(RetrainingDecision) && link.RowId == decision.Id)
            .Select(link => (long?)link.Position).FirstOrDefaultAsync(cancellationToken);

    private Task<TEntity?> FindNewestAsync<TEntity>(IQueryable<TEntity> rows, string kind, long position)
        where TEntity : Entity
    {
        var later =
            from link in Links
            where link.Kind == kind && link.Position > position
            join row in rows on link.RowId equals row.Id
            orderby link.Position descending
            select row;
        return later.FirstOrDefaultAsync(cancellationToken);
    }
}
