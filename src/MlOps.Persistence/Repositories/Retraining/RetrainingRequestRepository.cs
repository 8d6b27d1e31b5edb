using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Configurations.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Requests for a new version of a model. A model has one at a time.</summary>
public sealed class RetrainingRequestRepository(MlOpsDbContext context)
{
    /// <summary>Finds the request of a model that is not closed. It may have a version that nobody has decided about.</summary>
    public async Task<RetrainingRequest?> FindOpenAsync(string modelName, CancellationToken cancellationToken = default)
    {
        var open = await context.RetrainingRequests
            .SingleOrDefaultAsync(request => request.ModelName == modelName && request.ClosedAt == null, cancellationToken)
            .ConfigureAwait(false);
        await context.RefreshAsync(open, cancellationToken).ConfigureAwait(false);
        return open;
    }

    /// <summary>Reads the requests of one model, or of all models if none is given, the newest first, with their versions.</summary>
    public IAsyncEnumerable<RetrainingRequest> StreamAsync(string? modelName) =>
        context.RetrainingRequests.AsNoTracking().Include(request => request.AnswerVersion)
            .Where(request => modelName == null || request.ModelName == modelName)
            .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)
            .AsAsyncEnumerable();

    /// <summary>Opens a request, and saves the context. If several callers do so at once, one succeeds.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="trigger">What asks for the retraining.</param>
    /// <param name="why">What the trigger saw, or what the person says.</param>
    /// <param name="by">Who opens it. The database stores its login beside this name.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="MlOpsException">There is no such model, or it has a request that is not closed.</exception>
    public async Task<RetrainingRequest> OpenAsync(
        string modelName, TriggerReason trigger, string why, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var request = RetrainingRequest.Open(modelName, trigger, why, by, at);
        if (!await context.Models.AnyAsync(model => model.Name == modelName, cancellationToken).ConfigureAwait(false))
            throw new MlOpsException(MlOpsError.NotFound, $"There is no model '{modelName}'. Register it first.");

        if (await FindOpenAsync(modelName, cancellationToken).ConfigureAwait(false) is { } before)
            throw Conflict(before);

        context.Add(request);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return request;
        }
        catch (DbUpdateException e) when (ContendedWrite.IsLostRace(e, [RetrainingRequestConfiguration.OneOpen]))
        {
            context.Detach([request]);
            throw await FindOpenAsync(modelName, cancellationToken).ConfigureAwait(false) is { } faster
                ? Conflict(faster, e)
                : new MlOpsException(
                    MlOpsError.Conflict, $"Another request for model '{modelName}' was opened and closed at the same time. Try again.", e);
        }
    }

    /// <summary>Closes a request without a decision, and saves the context.</summary>
    /// <exception cref="MlOpsException">There is no such request, or another writer was faster.</exception>
    /// <exception cref="Domain.IllegalTransitionException">It is closed already.</exception>
    public async Task<RetrainingRequest> WithdrawAsync(
        Guid id, string reason, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var request = await context.RetrainingRequests.SingleOrDefaultAsync(found => found.Id == id, cancellationToken)
            .ConfigureAwait(false)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no retraining request {id}. List the requests.");
        await context.RefreshAsync(request, cancellationToken).ConfigureAwait(false);
        request.Withdraw(reason, by, at);
        await context.SaveOrConflictAsync(
            [request], [], $"{request} changed at the same time. Look at it, and try again.", cancellationToken).ConfigureAwait(false);
        return request;
    }

    /// <summary>
    /// Closes the request that the version of a decision answers, if there is one. SaveChanges stores it, with the decision.
    /// </summary>
    internal async Task<RetrainingRequest?> CloseAsync(RetrainingDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Action == RetrainingAction.PendingApproval || decision.CandidateVersionId is not { } version)
            return null;

        var request = await context.RetrainingRequests
            .SingleOrDefaultAsync(open => open.AnswerVersionId == version && open.ClosedAt == null, cancellationToken)
            .ConfigureAwait(false);
        await context.RefreshAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is not { ClosedAt: null } || request.AnswerVersionId != version)
            return null;

        request.Close(decision);
        return request;
    }

    private static MlOpsException Conflict(RetrainingRequest open, Exception? cause = null) => new(
        MlOpsError.Conflict,
        $"Model '{open.ModelName}' has retraining request {open.Id} already, which {open.RequestedBy} opened at {open.CreatedAt:O}. " +
        (open.AnsweredAt is null ? "Register a version for it" : "Decide about the version that answers it") + ", or withdraw it.",
        cause);
}
