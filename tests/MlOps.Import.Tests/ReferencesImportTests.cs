using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Import.Reports;
using MlOps.Testing;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

/// <summary>Rows that refer to versions of models.</summary>
public sealed class ReferencesImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Versions =
        """
        CREATE TABLE model_versions (id bigint PRIMARY KEY, model_name text, model_version text, stage text, promoted_at timestamptz,
            created_at timestamptz);
        INSERT INTO model_versions VALUES (1, 'credit-risk', '1', 'Production', '2026-01-01', '2026-01-01');
        """;

    private const string Models =
        """
        CREATE TABLE ml_models (id bigint PRIMARY KEY, name text, version text, created_at timestamptz);
        INSERT INTO ml_models VALUES (1, 'churn', '7', '2026-01-01');
        """;

    private const string Jobs =
        """
        CREATE TABLE ml_training_jobs (id bigint PRIMARY KEY, tenant_id text, model_id bigint, status text, created_at timestamptz);
        """;

    [Theory]
    [InlineData(Versions, "model_version_id", "credit-risk")]
    [InlineData(Versions, "model_id", "credit-risk")]
    [InlineData(Models, "model_version_id", "churn")]
    [InlineData(Models, "model_id", "churn")]
    [InlineData(Models + Versions, "model_version_id", "credit-risk")]
    [InlineData(Models + Versions, "model_id", "churn")]
    public async Task A_version_is_found_in_the_table_that_has_it(string tables, string column, string model)
    {
        await CreateSourceAsync(
            tables +
            $"""
            CREATE TABLE ml_predictions (id bigint PRIMARY KEY, predicted_value int, {column} bigint, created_at timestamptz);
            INSERT INTO ml_predictions VALUES (1, 1, 1, '2026-01-02');
            CREATE TABLE ml_drift_metrics (id bigint PRIMARY KEY, {column} bigint, statistic float8, threshold float8,
                created_at timestamptz);
            INSERT INTO ml_drift_metrics VALUES (1, 1, 0.5, 1, '2026-01-02');
            CREATE TABLE ml_training_jobs (id bigint PRIMARY KEY, {column} bigint, status text, created_at timestamptz);
            INSERT INTO ml_training_jobs VALUES (1, 1, 'queued', '2026-01-02')
            """);
        Assert.True((await ImportAsync()).IsComplete);
        await using var context = Database.CreateContext();
        var version = (await context.ModelVersions.SingleAsync(version => version.ModelName == model)).Id;
        Assert.Equal(version, (await context.Predictions.SingleAsync()).ModelVersionId);
        Assert.Equal(version, (await context.DriftMetrics.SingleAsync()).ModelVersionId);
        Assert.Equal(version, (await context.TrainingJobs.SingleAsync()).ModelVersionId);
    }

    [Theory]
    [InlineData("created_at timestamptz, predicted_at timestamptz")]
    [InlineData("predicted_at timestamptz, created_at timestamptz")]
    [InlineData("predicted_at timestamptz, timestamp timestamp, created_at date")]
    public async Task Feedback_finds_a_prediction_that_has_several_times(string times)
    {
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_predictions (id bigint PRIMARY KEY, predicted_value int, {times});
            INSERT INTO ml_predictions (id, predicted_value, created_at, predicted_at) VALUES (1, 1, '2026-01-02', '2025-12-31');
            CREATE TABLE ml_feedback (id bigint PRIMARY KEY, prediction_id bigint, rating int, created_at timestamptz,
                predicted_at timestamptz);
            INSERT INTO ml_feedback VALUES (1, 1, 5, '2026-01-03', '2025-12-30');
            """);
        var report = await ImportAsync();
        Assert.True(report.IsComplete);
        await using var context = Database.CreateContext();
        var prediction = await context.Predictions.SingleAsync();
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), prediction.CreatedAt);
        Assert.Equal(prediction.Id, (await context.Feedback.SingleAsync()).PredictionId);
    }

    [Fact]
    public async Task A_comparison_of_an_unknown_model_is_imported_and_reported()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_drift_metrics (id bigint PRIMARY KEY, model_name text, model_id text, statistic float8, threshold float8,
                created_at timestamptz);
            INSERT INTO ml_drift_metrics VALUES (1, 'credit-risk', 'gone', 0.5, 1, '2026-01-02'),
                (2, 'credit-risk', NULL, 0.5, 1, '2026-01-02')
            """);
        var report = await ImportAsync();
        Assert.Equal((2, 2, 0, 0), Numbers(report, "ml_drift_metrics"));
        Assert.Equal(1, Table(report, "ml_drift_metrics").Changes[ImportRemarks.UnknownModel]);
    }

    [Fact]
    public async Task A_prediction_of_a_version_that_the_database_refused_stores_the_id_of_the_version()
    {
        await CreateSourceAsync(
            Versions +
            """
            CREATE TABLE ml_predictions (id bigint PRIMARY KEY, predicted_value int, model_version_id bigint, created_at timestamptz);
            INSERT INTO ml_predictions VALUES (1, 1, 2, '2026-01-06')
            """);
        await ImportAsync();
        await ExecuteAsync(
            """
            INSERT INTO model_versions VALUES (2, 'credit-risk', '2', 'Production', '2026-01-05', '2026-01-05');
            INSERT INTO ml_predictions VALUES (2, 1, 2, '2026-01-06'), (3, 1, 1, '2026-01-06')
            """);
        var report = await ImportAsync();
        Assert.Equal((3, 2, 1, 0), Numbers(report, "ml_predictions"));
        await using var context = Database.CreateContext();
        Assert.Equal(
            [
                Json.Parse("""{"imported": {"id": "1", "model_version_id": "2"}}"""),
                Json.Parse("""{"imported": {"id": "2", "model_version_id": "2"}}"""),
            ],
            await context.Predictions.Where(prediction => prediction.ModelVersionId == null)
                .Select(prediction => prediction.Context!).ToListAsync());
    }

    [Fact]
    public async Task A_job_of_a_tenant_is_refused_if_its_model_has_no_tenant()
    {
        await CreateSourceAsync(
            Models + Jobs +
            $"""
            INSERT INTO ml_training_jobs VALUES
                (1, 'contoso', 1, 'queued', '2026-01-02'), (2, NULL, 1, 'queued', '2026-01-02'),
                (3, '{KnownTenants.Default}', 1, 'queued', '2026-01-02'), (4, 'contoso', 9, 'queued', '2026-01-02')
            """);
        var report = await ImportAsync();
        Assert.Equal((4, 2, 0, 2), Numbers(report, "ml_training_jobs"));
        Assert.Equal(
            [
                "model_version_id must name a model of the same tenant: that model has no tenant; it was '1'.",
                "model_version_id must name a model that was imported; it was '9'.",
            ],
            Refused.Where(row => row.Table == "ml_training_jobs").Select(row => row.Reason));
        Assert.Contains($"no column tenant_id: all rows go to tenant {KnownTenants.Default}", Table(report, "ml_models").Remarks);
        Assert.DoesNotContain(
            Table(report, "ml_training_jobs").Remarks, remark => remark.StartsWith("no column tenant_id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_without_a_tenant_finds_a_model_of_the_given_tenant()
    {
        var tenant = new Guid("0195a000-0000-7000-8000-0000000000aa");
        await CreateSourceAsync(
            Models.Replace("(id bigint", $"(tenant_id text DEFAULT '{tenant}', id bigint", StringComparison.Ordinal).Replace(
                "ml_models VALUES", "ml_models (id, name, version, created_at) VALUES", StringComparison.Ordinal)
            + Jobs + "INSERT INTO ml_training_jobs VALUES (1, NULL, 1, 'queued', '2026-01-02')");
        Assert.True((await ImportAsync(new ImportOptions { TenantId = tenant })).IsComplete);
        await using var context = Database.CreateContext(tenant);
        Assert.Equal(1, await context.TrainingJobs.CountAsync());
    }
}
