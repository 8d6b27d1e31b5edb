using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Configurations.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Lets the gate decide on what the database knows, and stores what it decides with all that follows from it.</summary>
public sealed class GateRepository(MlOpsDbContext context)
{
    /// <summary>Gathers the evidence, and stores nothing.</summary>
    /// <exception cref="MlOpsException">There is no such version, or no policy for the model.</exception>
    public Task<GateEvidence> FindEvidenceAsync(GateQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        new GateReader(context).ReadAsync(Guard.Given(question, nameof(question)), at, cancellationToken);

    /// <summary>
    /// Lets the gate decide, and stores the decision. A promotion is stored in the same transaction: the stages, serving periods and alias
    /// of both versions, or nothing. A promotion or a rejection closes the retraining request that the challenger answers as well.
    /// </summary>
    /// <param name="question">The model and the challenger.</param>
    /// <param name="decidedBy">Who runs the gate. The database stores its login beside this name.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Cancels the decision.</param>
    /// <exception cref="MlOpsException">
    /// There is no such version, no policy for the model, or another promotion was faster, so that the evidence is about a champion that
    /// no longer serves.
    /// </exception>
    public async Task<RetrainingDecision> RunAsync(
        GateQuestion question, string decidedBy, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var evidence = await FindEvidenceAsync(question, at, cancellationToken).ConfigureAwait(false);
        var decision = RetrainingDecision.FromGate(evidence, decidedBy, evidence.WindowEnd);
        await StoreAsync(decision, evidence, cancellationToken).ConfigureAwait(false);
        return decision;
    }

    /// <summary>Agrees with a decision that waits for approval, and promotes the challenger, in one transaction.</summary>
    /// <exception cref="MlOpsException">
    /// There is no such decision, it was answered already, its login is that of this connection, its evidence is too old, the gate has
    /// judged the challenger again, the challenger has moved since, or another version serves now.
    /// </exception>
    public Task<RetrainingDecision> ApproveAsync(
        Guid decisionId, string decidedBy, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        context.InTransactionAsync(
            async () =>
            {
                var pending = await GetAsync(decisionId, cancellationToken).ConfigureAwait(false);
                var approval = pending.Approve(decidedBy, at);
                // No version of the model moves between these checks and the promotion.
                await new ServingState(context, pending.ModelName!, cancellationToken).LockAsync().ConfigureAwait(false);
                await RequireUnansweredAsync(pending, cancellationToken).ConfigureAwait(false);
                await RequireOtherLoginAsync(pending, cancellationToken).ConfigureAwait(false);
                var evidence = ReadConfirmed(pending);
                await RequirePromotableAsync(evidence, cancellationToken).ConfigureAwait(false);
                if (evidence.WindowEnd + evidence.Policy.Thresholds.Lookback < at)
                    throw new MlOpsException(
                        MlOpsError.Conflict,
                        $"The evidence of decision {decisionId} is of {evidence.WindowEnd:O}, and the policy looks back " +
                        $"{evidence.Policy.Thresholds.Lookback.TotalHours:0.##} hours. Run the gate again.");

                await RequireNewestAsync(pending, cancellationToken).ConfigureAwait(false);
                await RequireUnmovedAsync(pending, cancellationToken).ConfigureAwait(false);
                await StoreAsync(approval, evidence, cancellationToken).ConfigureAwait(false);
                return approval;
            },
            cancellationToken);

    /// <summary>Rejects what waits for approval.</summary>
    /// <exception cref="MlOpsException">There is no such decision, or it was answered already.</exception>
    public async Task<RetrainingDecision> RefuseAsync(
        Guid decisionId, string reason, string decidedBy, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var pending = await GetAsync(decisionId, cancellationToken).ConfigureAwait(false);
        var refusal = pending.Refuse(reason, decidedBy, at);
        await StoreAsync(refusal, null, cancellationToken).ConfigureAwait(false);
        return refusal;
    }

    private async Task<RetrainingDecision> GetAsync(Guid id, CancellationToken cancellationToken) =>
        await context.RetrainingDecisions.SingleOrDefaultAsync(decision => decision.Id == id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no decision {id}. Look at the decisions of the model.");

    private async Task RequireUnansweredAsync(RetrainingDecision pending, CancellationToken cancellationToken)
    {
        if (await context.RetrainingDecisions.AnyAsync(answer => answer.AnswersDecisionId == pending.Id, cancellationToken)
            .ConfigureAwait(false))
            throw Answered(pending.Id);
    }

    private static MlOpsException Answered(Guid? id, Exception? cause = null) =>
        new(MlOpsError.Conflict, $"Decision {id} has been answered already. Look at the answer.", cause);

    // Whoever can write to the table could make a rejection wait for approval. The evidence says what the gate decided.
    private static GateEvidence ReadConfirmed(RetrainingDecision pending)
    {
        var evidence = pending.ReadEvidence();
        return pending.Replay().Faults is [var fault, ..]
            ? throw new MlOpsException(MlOpsError.NotReproduced, $"Decision {pending.Id} cannot be approved. {fault}")
            : evidence;
    }

    private async Task RequirePromotableAsync(GateEvidence evidence, CancellationToken cancellationToken)
    {
        var challenger = await context.ModelVersions.AsNoTracking()
            .SingleAsync(version => version.Id == evidence.Challenger.Id, cancellationToken).ConfigureAwait(false);
        if (!GateVersion.Of(challenger).CanBePromoted())
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"{challenger} is {challenger.Status} in stage {challenger.Stage} by now, and cannot be promoted. Refuse the decision.");
    }

    private async Task RequireNewestAsync(RetrainingDecision pending, CancellationToken cancellationToken)
    {
        if (await new RetrainingDecisionRepository(context).FindReplacementAsync(pending, cancellationToken).ConfigureAwait(false)
            is { } newer)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"Decision {pending.Id} cannot be approved: decision {newer.Id} of {newer.Timestamp:O} has replaced it, which is to " +
                $"{newer.Action} the same challenger. Look at that one.");
    }

    // A version that was withdrawn in between is staged again for a reason, which the evidence does not know.
    private async Task RequireUnmovedAsync(RetrainingDecision pending, CancellationToken cancellationToken)
    {
        if (await new LaterRows(context, pending, cancellationToken).FindMoveAsync().ConfigureAwait(false) is { } move)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"Decision {pending.Id} cannot be approved: {move.ChangedBy} moved its challenger, version '{move.Version}', from " +
                $"{move.FromStage} to {move.ToStage} at {move.CreatedAt:O}, after the decision. Run the gate again.");
    }

    // A name is a claim. The login is what the server has checked.
    private async Task RequireOtherLoginAsync(RetrainingDecision pending, CancellationToken cancellationToken)
    {
        var login = await context.QuerySql<string>($"""SELECT session_user::text AS "Value" """).SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        if (login == pending.DecidedLogin)
            throw new MlOpsException(
                MlOpsError.Refused,
                $"Decision {pending.Id} was made by login '{login}', which cannot approve it too. Let another person approve it, with a " +
                "login of their own.");
    }

    // An approval of an older verdict waits for this one, and then sees it.
    private async Task<int> SaveVerdictAsync(RetrainingDecision decision, GateEvidence? evidence, CancellationToken cancellationToken)
    {
        if (evidence is not null)
            await new ServingState(context, evidence.ModelName, cancellationToken).LockAsync().ConfigureAwait(false);

        return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task StoreAsync(RetrainingDecision decision, GateEvidence? evidence, CancellationToken cancellationToken)
    {
        context.RetrainingDecisions.Add(decision);
        RetrainingRequest? request = null;
        try
        {
            request = await new RetrainingRequestRepository(context).CloseAsync(decision, cancellationToken).ConfigureAwait(false);
            if (decision.Action == RetrainingAction.Promote && evidence is not null)
                await new ModelVersionRepository(context).PromoteAsync(
                    evidence.ModelName,
                    evidence.Challenger.Version,
                    new StageChange(decision.DecidedBy!, "The gate promotes it.", decision.Timestamp, decision.Id),
                    expected: evidence.Champion!.Version,
                    cancellationToken).ConfigureAwait(false);
            else
                await context.InTransactionAsync(() => SaveVerdictAsync(decision, evidence, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The retraining request that the challenger of model '{decision.ModelName}' answers changed at the same time. Try again.",
                e);
        }
        catch (DbUpdateException e) when (ContendedWrite.IsLostRace(e, [RetrainingDecisionConfiguration.OneAnswer]))
        {
            throw Answered(decision.AnswersDecisionId, e);
        }
        finally
        {
            if (context.Entry(decision).State == EntityState.Added)
                context.Detach(request is null ? [decision] : [decision, request]);
        }
    }
}
