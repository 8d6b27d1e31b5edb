using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Import.Reports;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Monitoring runs, decisions and versions.</summary>
public sealed class MonitoringImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    [Fact]
    public async Task Runs_and_decisions_keep_their_ids_and_both_of_their_times()
    {
        await CreateSourceAsync(SourceDatabases.Monitoring);
        var report = await ImportAsync();
        Assert.Equal((2, 1, 0, 1), Numbers(report, "monitoring_metrics"));
        Assert.Equal((3, 2, 0, 1), Numbers(report, "retraining_decisions"));

        await using var context = Database.CreateContext();
        var run = await context.MonitoringRuns.SingleAsync();
        Assert.Equal(new Guid("a172e584-8643-47b2-924f-7dae419b5e57"), run.Id);
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 10, 49, 2, TimeSpan.Zero).AddMicroseconds(87857), run.Timestamp);
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 10, 49, 3, TimeSpan.Zero), run.CreatedAt);
        Assert.Equal((3529, 0.5, 4, "s3://a"), (run.NumPredictions, run.FeatureDriftRatio, run.NumDriftedFeatures, run.DriftSummaryRef));

        var decisions = await context.RetrainingDecisions.OrderBy(decision => decision.Id).ToListAsync();
        Assert.Equal([RetrainingAction.Promote, RetrainingAction.Reject], decisions.Select(decision => decision.Action));
        Assert.Equal((TriggerReason.Drift, 100, 12.5), (decisions[0].TriggerReason, decisions[0].LabeledSamples, decisions[0].CoveragePct));
        Assert.Equal(["unknown"], decisions[1].RejectionReasons);
    }

    [Fact]
    public async Task Of_several_versions_in_production_the_last_one_serves_and_the_history_has_the_others()
    {
        await CreateSourceAsync(SourceDatabases.Monitoring);
        var report = await ImportAsync();
        Assert.Equal((4, 3, 0, 1), Numbers(report, "model_versions"));
        Assert.Equal((1, 1, 0, 0), Numbers(report, "model_versions", "ml_models"));
        Assert.Equal(1, Table(report, "model_versions").Changes[ImportRemarks.ReplacedVersion]);

        await using var context = Database.CreateContext();
        var versions = await context.ModelVersions.OrderBy(version => version.Version).ToListAsync();
        Assert.Equal([ModelStage.Archived, ModelStage.Production, ModelStage.Staging], versions.Select(version => version.Stage));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero), versions[0].CreatedAt);
        Assert.Equal(
            ("ann", 0.8, 0.2, "run-1"), (versions[0].PromotedBy, versions[0].F1Score, versions[0].BrierScore, versions[0].MlflowRunId));

        var repository = new ModelVersionRepository(context);
        Assert.Equal("1", await FindServingAsync(repository, 3));
        Assert.Equal("2", await FindServingAsync(repository, 5));
        Assert.Equal(4, await Database.CountAsync("model_stage_transitions"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM model_versions WHERE id::text LIKE '8888%'"));
    }

    private static async Task<string?> FindServingAsync(ModelVersionRepository versions, int day) =>
        (await versions.FindProductionAtAsync("credit-risk", new DateTimeOffset(2026, 1, day, 12, 0, 0, TimeSpan.Zero)))?.Version;
}
