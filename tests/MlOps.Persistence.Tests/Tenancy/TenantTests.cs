using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Repositories.Training;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>As the owner, for which no policy holds: the contexts themselves filter by their tenant.</summary>
public class TenantTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Other = new("019ca945-0a00-7929-8230-2a00d8d0100d");

    [Fact]
    public async Task Everything_belongs_to_the_default_tenant_unless_another_is_set()
    {
        await Population.StoreAsync(Database);
        await using var context = Database.CreateOwnerContext();
        Assert.Equal(Tenants.Default, context.TenantId);
        foreach (var table in context.Model.GetRelationalModel().Tables.Where(table => !SharedTables.IsOne(table)))
            Assert.Equal(
                [$"{Tenants.Default}"], await Database.ColumnAsync($"SELECT DISTINCT tenant_id::text FROM {RenamedRun.Quote(table)}"));
    }

    [Fact]
    public async Task A_new_entity_gets_the_tenant_of_its_context_whatever_it_refers_to()
    {
        var population = Population.Create(tenantId: Other);
        await using var context = Database.CreateOwnerContext(Other);
        // A variant was saved with its experiment.
        foreach (var entity in population.Where(entity => context.Entry(entity).State == EntityState.Detached))
        {
            context.Add(entity);
            await context.SaveChangesAsync();
        }

        Assert.All(population, entity => Assert.Equal(Other, entity.TenantId));
        foreach (var table in context.Model.GetRelationalModel().Tables.Where(table => !SharedTables.IsOne(table)))
            Assert.Equal(
                [$"{Other}"], await Database.ColumnAsync($"SELECT DISTINCT tenant_id::text FROM {RenamedRun.Quote(table)}"));
    }

    [Fact]
    public async Task No_repository_shows_the_rows_of_another_tenant()
    {
        var population = Population.Create();
        await using (var owner = Database.CreateOwnerContext())
        {
            owner.AddRange(population);
            await owner.SaveChangesAsync();
        }

        var prediction = population.OfType<Prediction>().First().Id;
        var window = new TimeWindow(Sample.Noon.AddYears(-1), Sample.Noon.AddYears(1));
        await using var context = Database.CreateOwnerContext(Other);
        var (models, versions, predictions) =
            (new ModelRepository(context), new ModelVersionRepository(context), new PredictionRepository(context));
        Assert.Null(await models.FindAsync("credit-risk", default));
        Assert.Empty(await models.StreamAsync(ModelStatus.Active).ToListAsync());
        Assert.Null(await versions.FindAsync("credit-risk", "v3-advanced", default));
        Assert.Null(await versions.FindInProductionAsync("credit-risk", default));
        Assert.Null(await versions.FindProductionAtAsync("credit-risk", Sample.Noon.AddYears(1), default));
        Assert.Empty(await versions.StreamHistoryAsync("credit-risk").ToListAsync());
        Assert.Null(await predictions.FindAsync(prediction, default));
        Assert.Empty(await predictions.StreamRecentAsync(null, 9).ToListAsync());
        Assert.Empty(await predictions.StreamAsync<Prediction>(window).ToListAsync());
        Assert.Empty(await predictions.StreamAsync<OraclePrediction>(window).ToListAsync());
        Assert.Empty(await predictions.StreamStatisticsAsync(window).ToListAsync());
        Assert.Empty(await new FeedbackRepository(context).StreamByPredictionAsync(prediction).ToListAsync());
        Assert.Empty(await new FeedbackRepository(context).StreamAsync(window).ToListAsync());
        Assert.Empty(await new DriftMetricRepository(context).StreamAsync("credit-risk", window).ToListAsync());
        Assert.Null(await new DriftMetricRepository(context).FindLatestAsync("credit-risk", "age", default));
        Assert.Null(await new MonitoringRunRepository(context).FindLatestAsync(default));
        Assert.Empty(await new MonitoringRunRepository(context).StreamAsync(window).ToListAsync());
        var decisions = new RetrainingDecisionRepository(context);
        Assert.Null(await decisions.FindAsync(population[^1].Id, default));
        Assert.Empty(await decisions.StreamRecentAsync(null, 9).ToListAsync());
        Assert.Empty(await decisions.CountByActionAsync(default));
        var alias = population.OfType<ModelAlias>().Last();
        Assert.Null(await new ModelAliasRepository(context).FindByAliasAsync(alias.ModelName, alias.Alias));
        Assert.Null(await new ModelAliasRepository(context).FindByAliasAsOfAsync(alias.ModelName, alias.Alias, Sample.Noon));
        Assert.Empty(await new TrainingJobRepository(context).StreamLatestAsync(alias.ModelVersionId, 9).ToListAsync());
        Assert.Empty(await new ModelEvaluationRepository(context).StreamAsync(alias.ModelVersionId).ToListAsync());
        Assert.Empty(await new AlertRepository(context).StreamEnabledRulesAsync().ToListAsync());
        Assert.Null(await new HealthSnapshotRepository(context).FindLatestAsync());
        Assert.Empty(await new PerformanceMetricRepository(context).StreamAsync("oracle", "accuracy", window).ToListAsync());
        Assert.Null(await new RetrainingPolicyRepository(context).FindCurrentAsync(population.OfType<RetrainingPolicy>().Last().Name));
        Assert.Null(await context.FindAsync<Model>(Tenants.Default, population[0].Id));
        Assert.Null(await context.FindAsync<Model>(Other, population[0].Id));
    }

    [Fact]
    public async Task Tenants_share_a_context_type_but_neither_names_nor_rows()
    {
        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var context = Database.CreateOwnerContext(tenant);
            context.AddRange(Population.Create(tenantId: tenant));
            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateOwnerContext(Other);
        Assert.Equal(Other, (await new ModelRepository(other).GetAsync("credit-risk", default)).TenantId);
        Assert.Equal(2, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task An_entity_of_another_tenant_is_neither_added_nor_changed_nor_deleted()
    {
        var model = Build.Model();
        model.BelongTo(Tenants.Default);
        await using (var context = Database.CreateOwnerContext(Other))
        {
            context.Add(model);
            await Assert.ThrowsAsync<IllegalTransitionException>(() => context.SaveChangesAsync());
            Assert.Throws<IllegalTransitionException>(() => context.SaveChanges());
        }

        await using (var context = Database.CreateOwnerContext())
        {
            context.Add(model);
            await context.SaveChangesAsync();
        }

        foreach (var change in (Action<MlOpsDbContext, Model>[])
            [(_, read) => read.Describe("changed", Sample.Noon), (context, read) => context.Remove(read)])
        {
            await using var context = Database.CreateOwnerContext(Other);
            change(context, await context.Models.IgnoreQueryFilters().SingleAsync());
            await Assert.ThrowsAsync<IllegalTransitionException>(() => context.SaveChangesAsync());
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Feedback_on_a_prediction_of_another_tenant_is_refused_by_the_database(bool inBulk)
    {
        var prediction = Sample.BarePredictions()[0];
        await using (var owner = Database.CreateOwnerContext())
            await owner.BulkInsertAsync([prediction], default);

        await using var context = Database.CreateOwnerContext(Other);
        var feedback = new FeedbackRepository(context);
        if (!inBulk)
            feedback.Add(Population.FullFeedback(prediction.Id));

        var error = await Assert.ThrowsAsync<DbUpdateException>(() => inBulk
            ? context.BulkInsertAsync([Population.FullFeedback(prediction.Id)], default)
            : context.SaveChangesAsync());
        Assert.Contains("violates foreign key constraint", error.InnerException!.Message, StringComparison.Ordinal);
    }
}
