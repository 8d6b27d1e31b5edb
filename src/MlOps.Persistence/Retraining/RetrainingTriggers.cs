using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Persistence.Retraining;

/// <summary>Opens the requests that policies ask for.</summary>
internal sealed class RetrainingTriggers(MlOpsDbContext context, string by, DateTimeOffset now)
{
    private readonly RetrainingRequestRepository _requests = new(context);

    /// <summary>The requests that were opened.</summary>
    public List<RetrainingRequest> Opened { get; } = [];

    /// <summary>Models with several policies, of which none is followed.</summary>
    public List<string> Ambiguous { get; } = [];

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var policies = await context.RetrainingPolicies.AsNoTracking().Where(policy => policy.ReplacedAt == null)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (policies.Count == 0)
            return;

        foreach (var model in await ListModelsAsync(cancellationToken).ConfigureAwait(false))
        {
            var own = RetrainingPolicyRepository.SelectFor(model.Name, policies);
            if (own.Count > 1)
                Ambiguous.Add(model.Name);
            else if (own is [var policy] && !model.IsCoolingDown(policy, now))
                await OpenAsync(model, policy, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Withdraws requests whose version somebody promoted without the gate, so that no decision will close them.</summary>
    public async Task<int> WithdrawServedAsync(CancellationToken cancellationToken)
    {
        var served = await context.RetrainingRequests.Include(request => request.AnswerVersion)
            .Where(request => request.ClosedAt == null && request.AnswerVersion!.Stage == ModelStage.Production)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var request in served)
            request.Withdraw($"{request.AnswerVersion} was promoted without the gate.", by, now);

        return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task OpenAsync(WaitingModel model, RetrainingPolicy policy, CancellationToken cancellationToken)
    {
        var newest = await NewestRuns.ListOfModelAsync(context, model.Name, now, cancellationToken).ConfigureAwait(false);
        var (trigger, why) = model.FindDrift(policy, newest) is { } drift
            ? (TriggerReason.Drift, drift)
            : (TriggerReason.Scheduled, model.FindScheduled(policy, now));
        if (why is null)
            return;

        try
        {
            Opened.Add(await _requests.OpenAsync(model.Name, trigger, why, by, now, cancellationToken).ConfigureAwait(false));
        }
        catch (MlOpsException e) when (e.Error is MlOpsError.Conflict or MlOpsError.NotFound)
        {
            // Somebody opened one, or removed the model, since it was read.
        }
    }

    private Task<List<WaitingModel>> ListModelsAsync(CancellationToken cancellationToken) =>
        context.Models.AsNoTracking()
            .Where(model => !context.RetrainingRequests.Any(request => request.ModelName == model.Name && request.ClosedAt == null))
            .OrderBy(model => model.Name)
            .Select(model => new WaitingModel(
                model.Name,
                context.ModelVersions.Where(version => version.ModelName == model.Name && version.Stage == ModelStage.Production)
                    .Max(version => version.PromotedAt),
                context.RetrainingRequests.Where(request => request.ModelName == model.Name)
                    .Max(request => (DateTimeOffset?)request.CreatedAt)))
            .ToListAsync(cancellationToken);
}
