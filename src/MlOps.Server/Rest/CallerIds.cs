using System.Collections.Concurrent;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Server.Rest;

/// <summary>
/// The ids of predictions that callers chose themselves. Ours hold the time of the prediction, and so differ: a caller's id is the
/// request_id of the row. Those that were taken lately are known here, even before they are stored.
/// </summary>
internal sealed class CallerIds
{
    private const int MaxYoung = 100_000;

    private ConcurrentDictionary<(Guid Tenant, Guid Id), Guid> _young = new();
    private ConcurrentDictionary<(Guid Tenant, Guid Id), Guid> _old = new();

    /// <summary>Whether a prediction can be stored under an id: one that holds a time.</summary>
    public static bool IsOwn(Guid id) => Uuid7.TimeOf(id) is not null;

    public Guid? Find(Guid tenantId, Guid id) =>
        _young.TryGetValue((tenantId, id), out var found) || _old.TryGetValue((tenantId, id), out found) ? found : null;

    public void Remember(Guid tenantId, Guid id, Guid own)
    {
        if (_young.Count >= MaxYoung)
            (_old, _young) = (_young, new());

        _young[(tenantId, id)] = own;
    }

    /// <summary>Finds the prediction that a caller means.</summary>
    /// <exception cref="RestError">There is none.</exception>
    public async Task<Guid> ResolveAsync(MlOpsDbContext context, string text, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(text, out var id))
            throw new RestError(400, "22P02", $"'{text}' is no uuid.");

        if (IsOwn(id))
            return id;

        if (Find(context.TenantId, id) is { } known)
            return known;

        var requestId = $"{id}";
        var stored = await new PredictionRepository(context).FindIdsAsync([requestId], cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        if (!stored.Contains(requestId))
            throw new RestError(409, "23503", $"There is no prediction {id}. Insert it first, or try again when it is stored.");

        var own = stored[requestId].First();
        Remember(context.TenantId, id, own);
        return own;
    }
}
