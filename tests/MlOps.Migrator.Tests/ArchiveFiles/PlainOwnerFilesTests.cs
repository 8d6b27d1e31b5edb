using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>An owner who sees one tenant's rows at a time exports, purges and restores those of all.</summary>
public sealed class PlainOwnerFilesTests(TestServer server)
{
    private const string App = "mlops_app";

    private static readonly DateTimeOffset Month = new(2012, 5, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_owner_who_is_no_superuser_moves_the_rows_of_all_tenants_into_files_and_back()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        using var directory = new TestDirectory();
        await RunAsync(owner, "migrate");
        await using (var context = server.CreateContext(owner.DataSource, null))
            await new SliceMaintenance(context).CompleteAsync("ml_predictions", "2012_05");

        Guid[] tenants = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var tenant in tenants)
        {
            await using var context = server.CreateContext(owner.DataSource, tenant);
            var model = Build.Model();
            var version = Build.ModelVersion(model);
            context.AddRange(model, version);
            await context.SaveChangesAsync();
            var prediction = Build.OraclePrediction(1, Month, details: new PredictionDetails { ModelVersionId = version.Id });
            await context.BulkInsertAsync<Prediction>([prediction]);
            await context.BulkInsertAsync([Build.Feedback(prediction, at: Month)]);
        }

        await RunAsync(owner, "archive", "move", "ml_predictions", "2012_05");
        foreach (var (verb, option) in new[] { ("export", "--to"), ("purge", "--from"), ("restore", "--from") })
            await RunAsync(owner, "archive", verb, "ml_predictions", "2012_05", option, directory.Child("files"));

        Assert.Equal(2, await owner.ScalarAsync<long>("SELECT count(*) FROM ml_predictions_2012_05"));
        Assert.Equal(2, await owner.ScalarAsync<long>("SELECT count(DISTINCT tenant_id) FROM ml_feedback_2012_05"));

        await using var target = await PlainOwner.CreateAsync(server);
        await RunAsync(target, "migrate");
        await RunAsync(target, "archive", "restore", "ml_predictions", "2012_05", "--from", directory.Child("files"));
        Assert.Equal(2, await target.ScalarAsync<long>("SELECT count(DISTINCT tenant_id) FROM ml_feedback_2012_05"));
        foreach (var tenant in tenants)
            Assert.Equal("1", await target.ScalarAsync<string>("SELECT string_agg(model_version, ',') FROM model_versions", App, tenant));
    }

    private static async Task RunAsync(PlainOwner owner, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync([.. arguments, "--connection", owner.ConnectionString]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
