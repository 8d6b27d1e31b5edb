using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics;
using MlOps.Domain.Tenancy;
using MlOps.Domain.Training;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Configurations.Views;

/// <summary>Names of older schemas, read by SQL as it was written for them.</summary>
[StandardNames("It reads the views as SQL of old does.")]
public class LegacyViewTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_training_session_is_a_job_with_its_model()
    {
        var model = Build.Model();
        var version = ModelVersion.Begin(model, "1", Sample.Noon);
        var dataset = Population.FullDataset();
        await StoreAsync(model, version, dataset, TrainingJob.Queue(version, 50, Sample.Noon, dataset));
        Assert.Equal(
            [$"{model.Id} {dataset.Id} 50 queued credit-risk 1"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', model_id, dataset_id, total_epochs, status, model_name, model_version) FROM " +
                "model_training_sessions"));
    }

    [Fact]
    public async Task A_prediction_shows_its_value_and_interval_as_documents()
    {
        var model = Build.Model();
        var version = Build.ModelVersion(model, "1");
        var details = new PredictionDetails
        {
            ModelVersionId = version.Id,
            TargetEntityType = "code_file",
            Output = Json.Parse("""{"probability": 0.85}"""),
            ConfidenceInterval = new ConfidenceInterval(0.8, 0.9),
        };
        await StoreAsync(
            model, version,
            CodeRoachPrediction.Record("bug_likelihood", 0.85, Sample.Noon, "p", "f", details: details),
            Build.CodeRoachPrediction(0.5));
        Assert.Equal(
            [$"{model.Id} 0.85 0.9"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', model_id, predicted_value->>'probability', confidence_interval->>'upper') FROM predictions
                WHERE prediction_type = 'bug_likelihood' AND target_entity_type = 'code_file'
                """));
        Assert.Equal(
            ["0.5"],
            await Database.ColumnAsync(
                "SELECT predicted_value::text FROM predictions WHERE model_id IS NULL AND confidence_interval IS NULL"));
    }

    [Theory, InlineData("model_training_sessions"), InlineData("predictions")]
    public async Task A_reader_sees_the_rows_of_his_tenant_alone(string view)
    {
        await Population.StoreAsync(Database);
        Assert.NotEqual(0, await CountAsync(Tenants.Default));
        Assert.Equal(0, await CountAsync(Guid.CreateVersion7()));

        async Task<long> CountAsync(Guid tenant)
        {
            await using var context = Database.CreateReaderContext(tenant);
            return await context.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM {view}").SingleAsync();
        }
    }

    [Fact]
    public async Task Readers_see_which_migrations_the_schema_has()
    {
        await using var context = Database.CreateOwnerContext();
        await using var reader = NpgsqlDataSource.Create(Database.ConnectionStringAs(MlOpsRoles.Reader));
        await using var command =
            reader.CreateCommand("SELECT string_agg(version || '_' || name, ',' ORDER BY version) FROM schema_migrations");
        Assert.Equal(string.Join(',', await context.Database.GetAppliedMigrationsAsync()), await command.ExecuteScalarAsync());
    }

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
