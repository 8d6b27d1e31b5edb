using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>Which version of a model serves, and which served before it, as changes of stages ask for it.</summary>
internal sealed class ServingState(MlOpsDbContext context, string modelName, CancellationToken cancellationToken)
{
    private IQueryable<ServingPeriod> Periods => context.ServingPeriods.Where(period => period.ModelName == modelName);

    /// <summary>Waits until no other transaction changes the stages of the model, and lets others wait until this one ends.</summary>
    public Task LockAsync()
    {
        var m = context.GetTable<Model>("m");
        // Versions that are registered meanwhile refer to the model, and need not wait.
        return context.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM {m} WHERE {m[x => x.TenantId]} = {context.TenantId} AND {m[x => x.Name]} = {modelName} FOR NO KEY UPDATE
            """,
            cancellationToken);
    }

    /// <summary>The id of the version that serves, which is not tracked.</summary>
    public Task<Guid?> FindIdAsync() => context.ModelVersions
        .Where(version => version.ModelName == modelName && version.Stage == ModelStage.Production)
        .Select(version => (Guid?)version.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Reads a version and its open serving period anew. A context may hold both as they were long ago.</summary>
    public async Task LoadAsync(ModelVersion version)
    {
        await context.RefreshAsync(version, cancellationToken).ConfigureAwait(false);
        foreach (var period in version.ServingPeriods.Where(period => period.ServedTo is null).ToList())
            await context.RefreshAsync(period, cancellationToken).ConfigureAwait(false);

        if (version.Stage != ModelStage.Production)
            return;

        var open = await Periods.SingleOrDefaultAsync(
            period => period.ModelVersionId == version.Id && period.ServedTo == null, cancellationToken).ConfigureAwait(false);
        if (open is null)
            context.ServingPeriods.Add(version.RecordServing());
    }

    /// <summary>
    /// The last time in production of another version before the promotion of the one that serves. If a rollback put that one back, it is
    /// its old promotion that counts.
    /// </summary>
    public async Task<ServingPeriod?> FindPreviousAsync(ModelVersion serving)
    {
        var period = serving.ServingPeriods.Single(period => period.ServedTo is null);
        do
        {
            var promotedAt = period.PromotedAt;
            // A period that holds no moment was over before anybody saw it.
            period = await Periods.AsNoTracking()
                .Where(earlier => earlier.ServedTo <= promotedAt && earlier.ServedFrom < earlier.ServedTo)
                .OrderByDescending(earlier => earlier.ServedFrom)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }
        while (period?.ModelVersionId == serving.Id);

        return period;
    }

    // A version refuses steps that are earlier than its last one. Time must not run backwards between versions either,
    // or two of them would have served at the same moment.
    public async Task RefuseOverlapAsync(DateTimeOffset at)
    {
        var last = await Periods.MaxAsync(period => period.ServedTo, cancellationToken).ConfigureAwait(false);
        if (at < last)
            throw new IllegalTransitionException(
                $"Another version of model '{modelName}' served until {last:O}, so no version can enter production " +
                $"earlier, at {at:O}. If both times are right, the clocks of two machines differ.");
    }

    /// <summary>Says who was faster, to a writer that comes too late.</summary>
    public async Task<string> DescribeWinnerAsync() =>
        $"Another writer changed the stages of model '{modelName}' at the same time. {await DescribeAsync().ConfigureAwait(false)}";

    /// <summary>Says which version serves, and what to do.</summary>
    public async Task<string> DescribeAsync()
    {
        var serving = await context.ModelVersions.AsNoTracking().SingleOrDefaultAsync(
            version => version.ModelName == modelName && version.Stage == ModelStage.Production, cancellationToken).ConfigureAwait(false);
        var now = serving is null
            ? "No version serves now"
            : $"Version '{serving.Version}' serves now: {serving.PromotedBy} promoted it at {serving.PromotedAt:O}";
        return $"{now}. Look whether that is what you want, and try again.";
    }
}
