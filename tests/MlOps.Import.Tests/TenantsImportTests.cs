using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Testing;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

/// <summary>Tables with a column for the tenant.</summary>
public sealed class TenantsImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private static readonly Guid Contoso = ImportedId.Plain("ml_tenants", "contoso");
    private static readonly Guid Other = new("0195a000-0000-7000-8000-0000000000aa");

    [Fact]
    public async Task Each_tenant_gets_its_rows_and_is_registered_under_its_old_name()
    {
        await CreateSourceAsync(SourceDatabases.Tenants);
        await ImportAsync();
        (Guid, string, string?)[] tenants =
            [(Contoso, "vm-1", "contoso"), (Other, "vm-2", $"{Other}"), (KnownTenants.Default, "vm-3", null)];
        foreach (var (tenant, resource, registered) in tenants)
        {
            await using var context = Database.CreateContext(tenant);
            Assert.Equal(resource, (await context.Predictions.SingleAsync()).TargetEntityId);
            Assert.Equal(registered, (await context.RegisteredTenants.SingleOrDefaultAsync())?.Name);
        }
    }

    [Fact]
    public async Task A_tenant_with_a_long_name_is_registered_under_its_id()
    {
        var name = new string('n', 300);
        await CreateSourceAsync(SourceDatabases.Tenants.Replace("'contoso'", $"'{name}'", StringComparison.Ordinal));
        await ImportAsync();
        var id = ImportedId.Plain("ml_tenants", name);
        await using var context = Database.CreateContext(id);
        Assert.Equal($"{id}", (await context.RegisteredTenants.SingleAsync()).Name);
        Assert.Equal("vm-1", (await context.Predictions.SingleAsync()).TargetEntityId);
    }

    [Fact]
    public async Task Rows_without_a_tenant_go_to_the_given_one()
    {
        await CreateSourceAsync(SourceDatabases.Tenants);
        await ImportAsync(new ImportOptions { TenantId = Other });
        await using var context = Database.CreateContext(Other);
        Assert.Equal(["vm-2", "vm-3"], await context.Predictions.Select(prediction => prediction.TargetEntityId!).Order().ToListAsync());
    }

    [Fact]
    public async Task Feedback_without_a_tenant_goes_to_the_tenant_of_its_prediction()
    {
        await CreateSourceAsync(SourceDatabases.Tenants + "ALTER TABLE ml_feedback DROP COLUMN tenant_id");
        Assert.Equal((2, 1, 0, 1), Numbers(await ImportAsync(), "ml_feedback"));
        await using var context = Database.CreateContext(Contoso);
        Assert.Equal(4, (await context.Feedback.SingleAsync()).Rating);
    }

    [Fact]
    public async Task A_row_belongs_to_the_row_of_its_own_tenant_where_two_have_the_same_id()
    {
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_predictions (tenant_id uuid NOT NULL, id uuid, service_name text, prediction_type text,
                predicted_value float8, created_at timestamptz, PRIMARY KEY (tenant_id, id));
            CREATE TABLE oracle_ml_predictions (tenant_id uuid NOT NULL, id uuid, query text, PRIMARY KEY (tenant_id, id));
            INSERT INTO ml_predictions SELECT tenant, '0195a000-0000-7000-8000-000000000001', 'oracle', 'answer', value,
                '2025-03-16T00:00Z' FROM (VALUES ('{Other}'::uuid, 0.25), ('{KnownTenants.Default}', 0.75)) AS t (tenant, value);
            INSERT INTO oracle_ml_predictions SELECT tenant_id, id, 'Why ' || predicted_value FROM ml_predictions
            """);
        Assert.Equal((2, 2, 0, 0), Numbers(await ImportAsync(), "oracle_ml_predictions"));
        foreach (var (tenant, value) in new[] { (Other, 0.25), (KnownTenants.Default, 0.75) })
        {
            await using var context = Database.CreateContext(tenant);
            var prediction = await context.Set<OraclePrediction>().SingleAsync();
            Assert.Equal((value, FormattableString.Invariant($"Why {value}")), (prediction.PredictedValue!.Value, prediction.Query));
        }
    }

    [Fact]
    public async Task A_row_of_models_becomes_a_version_and_a_model_with_its_name()
    {
        await CreateSourceAsync(SourceDatabases.Tenants);
        var report = await ImportAsync();
        Assert.Equal((4, 3, 0, 1), Numbers(report, "ml_models", "model_versions"));
        Assert.Equal((2, 2, 0, 0), Numbers(report, "ml_models"));
        Assert.Contains(
            "must be one of Training, Active, Retired, Failed; it was 'dreaming'", Assert.Single(Refused, row => row.Id == "m-4").Reason);

        await using var context = Database.CreateContext(Contoso);
        Assert.Equal("ensemble", (await context.Models.SingleAsync()).ModelType);
        var versions = await context.ModelVersions.OrderBy(version => version.Version).ToListAsync();
        Assert.Equal(
            [(VersionStatus.Active, ModelStage.None), (VersionStatus.Retired, ModelStage.Archived)],
            versions.Select(version => (version.Status, version.Stage)));
        Assert.Equal(0.992, Assert.Single(versions[0].Metrics).Value);
        Assert.Equal([1, 2], versions[0].EncryptedModel!);
        Assert.Equal(new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero), (await context.StageTransitions.SingleAsync()).CreatedAt);

        var prediction = await context.Predictions.SingleAsync();
        Assert.Equal(versions[0].Id, prediction.ModelVersionId);
        Assert.Equal((RiskLevel.High, 45.67f), (prediction.RiskLevel, (float)prediction.InferenceTimeMs!));
        Assert.Equal(Json.Parse("""["restart", "patch"]"""), prediction.Recommendations);
    }

    [Fact]
    public async Task A_prediction_of_an_unknown_model_stores_the_id_of_the_model()
    {
        await CreateSourceAsync(SourceDatabases.Tenants);
        var report = await ImportAsync();
        await using var context = Database.CreateContext(Other);
        var prediction = await context.Predictions.SingleAsync();
        Assert.Null(prediction.ModelVersionId);
        Assert.Equal(
            Json.Parse("""{"imported": {"prediction_id": "22222222-2222-4222-8222-222222222222", "model_id": "m-9", "id": 2}}"""),
            prediction.Context);
        Assert.Equal(1, Table(report, "ml_predictions").Changes[ImportRemarks.UnknownModelInContext]);
    }

    [Fact]
    public async Task Jobs_features_drift_configurations_and_feedback_are_imported()
    {
        await CreateSourceAsync(SourceDatabases.Tenants);
        var report = await ImportAsync();
        Assert.Equal((3, 2, 0, 1), Numbers(report, "ml_training_jobs"));
        Assert.Equal((3, 2, 0, 1), Numbers(report, "ml_feature_store"));
        Assert.Equal((2, 2, 0, 0), Numbers(report, "ml_drift_metrics"));
        Assert.Equal((2, 1, 0, 1), Numbers(report, "ml_feedback"));
        Assert.Equal(1, Table(report, "ml_drift_metrics").Changes[ImportRemarks.ComputedAlertLevel]);

        await using var context = Database.CreateContext(Contoso);
        var jobs = await context.TrainingJobs.OrderByDescending(job => job.TotalEpochs).ToListAsync();
        Assert.Equal(
            [(TrainingStatus.Succeeded, 10, null), (TrainingStatus.Failed, 1, "out of memory")],
            jobs.Select(job => (job.Status, job.TotalEpochs, job.Error)));
        Assert.Equal(FeatureKind.Temporal, (await context.Features.SingleAsync()).Kind);
        var value = await context.FeatureValues.OrderBy(value => value.KnownAt).FirstAsync();
        Assert.Equal(
            ("vm-1", ImportedId.Sliced("ml_feature_store", "1", value.KnownAt), "0.5"), (value.EntityId, value.Id, value.Value.Text));
        Assert.Equal(
            [AlertLevel.None, AlertLevel.Warning],
            await context.DriftMetrics.OrderBy(metric => metric.CreatedAt).Select(metric => metric.AlertLevel).ToListAsync());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), (await context.Configurations.SingleAsync()).UpdatedAt);
        Assert.True((await context.Feedback.SingleAsync()).IsCorrect);
    }
}
