using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Archives;

/// <summary>A month with a prediction, feedback and a shadow score of two tenants each.</summary>
public abstract class ArchiveTest(TestDatabase database) : DatabaseTest(database)
{
    protected const string Root = "ml_predictions";

    protected static readonly Guid OtherTenant = Guid.CreateVersion7();
    protected static readonly string[] Tables =
    [
        Root, "ml_feedback", "ml_shadow_scores", "oracle_ml_predictions", "ai_gm_ml_predictions", "code_roach_ml_predictions",
        "daisy_chain_ml_predictions", "first_mate_ml_predictions", "game_app_ml_predictions", "policy_ml_predictions",
    ];

    // Each test has a month of its own, since a reset does not reach the archive.
    private static int s_months;

    protected DateTimeOffset Month { get; } =
        new DateTimeOffset(2001, 1, 15, 0, 0, 0, TimeSpan.Zero).AddMonths(Interlocked.Increment(ref s_months));

    protected string Name => $"{Month:yyyy_MM}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Month, Month);
        foreach (var tenant in (Guid?[])[null, OtherTenant])
            await StoreAsync(tenant);
    }

    protected async Task<bool> ArchiveAsync()
    {
        await using var context = Database.CreateOwnerContext();
        return await new SliceArchive(context).ArchiveAsync(Root, Name);
    }

    protected async Task<bool> RestoreAsync()
    {
        await using var context = Database.CreateOwnerContext();
        return await new SliceArchive(context).RestoreAsync(Root, Name);
    }

    private async Task StoreAsync(Guid? tenant)
    {
        await using var context = Database.CreateContext(tenant);
        var model = Build.Model();
        var version = Build.ModelVersion(model);
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        var prediction = Build.OraclePrediction(1, Month);
        await context.BulkInsertAsync<Prediction>([prediction]);
        await context.BulkInsertAsync([Build.Feedback(prediction, at: Month)]);
        await context.BulkInsertAsync([Build.ShadowScore(prediction, version, at: Month)]);
    }
}
