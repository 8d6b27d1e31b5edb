using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Import.Takeover;

/// <summary>
/// Lets versions of models that are copied already follow the old tables. Their history goes on: a new stage is a new step of it, since a
/// chain of hashes has the steps before.
/// </summary>
/// <param name="context">A context on ours.</param>
/// <param name="now">The time of a step of which the old tables do not tell one.</param>
/// <param name="isFollowed">Whether a version may change. The others say what they know of it.</param>
/// <param name="refuse">Refuses a change.</param>
internal sealed class VersionChanges(
    MlOpsDbContext context, DateTimeOffset now, Func<ImportedRow, bool> isFollowed, Action<ImportedRow, string> refuse)
{
    // The others are those of the stage, and those that the database sets.
    private static readonly string[] Values =
    [
        nameof(ModelVersion.CreatedAt), nameof(ModelVersion.MlflowRunId), nameof(ModelVersion.Hyperparameters),
        nameof(ModelVersion.Parameters), nameof(ModelVersion.Metrics), nameof(ModelVersion.F1Score), nameof(ModelVersion.BrierScore),
        nameof(ModelVersion.EncryptedModel), nameof(ModelVersion.EncryptionKeyId), nameof(ModelVersion.FailureReason),
    ];

    private readonly StageHistory _history = new(now);

    /// <param name="rows">Versions of the old tables, with their histories.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task FollowAsync(IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        var (ids, names) = (rows.Select(GetId).ToList(), rows.Select(row => Get(row).ModelName).Distinct().ToList());
        var stored = await context.InTransactionAsync(
            () => context.ModelVersions.AsNoTracking().Include(version => version.ServingPeriods)
                .Where(version => ids.Contains(version.Id)
                    || (names.Contains(version.ModelName) && version.Stage == ModelStage.Production))
                .ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        foreach (var model in rows.GroupBy(row => Get(row).ModelName))
            await FollowAsync([.. model], stored, cancellationToken).ConfigureAwait(false);
    }

    private async Task FollowAsync(List<ImportedRow> rows, List<ModelVersion> stored, CancellationToken cancellationToken)
    {
        var byId = stored.ToDictionary(version => version.Id);
        var known = rows.Where(row => byId.ContainsKey(GetId(row)) && isFollowed(row)).ToList();
        foreach (var row in known.FindAll(row => IsRenamed(byId[GetId(row)], Get(row))))
        {
            refuse(row, $"{byId[GetId(row)]} was copied under this name, and cannot become {Get(row)}.");
            known.Remove(row);
        }

        try
        {
            HashSet<ModelVersion> changed = [];
            List<StageTransition> moves = [];
            // Whatever leaves production leaves it before another one enters it.
            foreach (var row in known.OrderBy(row => Get(row).Stage == ModelStage.Production))
            {
                var version = byId[GetId(row)];
                if (TakeValues(version, Get(row)))
                    changed.Add(version);

                var serving = stored.Find(other => other.ModelName == version.ModelName && other.Stage == ModelStage.Production);
                var next = rows.Select(other => Get(other).PromotedAt).Where(at => at > version.StageChangedAt).Min();
                var steps = _history.Follow(version, Get(row), [.. row.Entities.OfType<StageTransition>()], serving, next);
                moves.AddRange(steps);
                changed.UnionWith(stored.Where(one => steps.Exists(step => step.ModelVersionId == one.Id)));
            }

            if (changed.Count > 0)
                await StoreAsync([.. changed], moves, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.FindCause(e) is RefusalCause.Row or RefusalCause.Unknown)
        {
            foreach (var row in known)
                refuse(row, DatabaseRefusal.Describe(e));
        }
    }

    private static bool IsRenamed(ModelVersion version, ModelVersion given) =>
        (version.ModelName, version.Version) != (given.ModelName, given.Version);

    private bool TakeValues(ModelVersion version, ModelVersion given)
    {
        var isChanged = StoredValues.Take(context, version, given, Values);
        // A training has ended since.
        if (version.Status == given.Status || version.Stage != ModelStage.None || given.Stage != ModelStage.None)
            return isChanged;

        return StoredValues.Take(context, version, given, [nameof(ModelVersion.Status)]);
    }

    private Task<bool> StoreAsync(List<ModelVersion> versions, List<StageTransition> moves, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                foreach (var part in versions.GroupBy(version => version.Stage == ModelStage.Production).OrderBy(part => part.Key))
                {
                    await BulkUpsert.RunAsync(context, part.ToAsyncEnumerable(), cancellationToken, replacesFilled: true)
                        .ConfigureAwait(false);
                    // One period of a model is open at a time.
                    var periods = part.SelectMany(version => version.ServingPeriods).OrderBy(period => period.ServedTo is null).ToList();
                    if (periods.Count > 0)
                        await BulkUpsert.RunAsync(context, periods.ToAsyncEnumerable(), cancellationToken, replacesFilled: true)
                            .ConfigureAwait(false);
                }

                await BulkInsert.RunAsync(context, moves, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private static ModelVersion Get(ImportedRow row) => (ModelVersion)row.Entities[0];

    private static Guid GetId(ImportedRow row) => row.Entities[0].Id;
}
