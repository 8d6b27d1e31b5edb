using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Registry;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Events;

public class LearningEventTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly string[] Started = ["Model.added", "ModelVersion.added"];

    [Theory, InlineData(TenantScope.Session), InlineData(TenantScope.Transaction)]
    public async Task Each_change_is_recorded_with_what_it_changed(TenantScope tenantScope)
    {
        using var host = BuildHost(record: true, tenantScope);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var version = await StartAsync(context);
        version.CompleteTraining(Sample.Noon);
        await context.SaveChangesAsync();
        context.Remove(version);
        await context.SaveChangesAsync();

        Assert.Equal([.. Started, "ModelVersion.modified", "ModelVersion.deleted"], await TypesAsync());
        await using var other = Database.CreateContext();
        var change = await other.LearningEvents.SingleAsync(happened => happened.EventType == "ModelVersion.modified");
        Assert.Equal(("ModelVersion", version.Id.ToString()), (change.SubjectType, change.SubjectId));
        Assert.Equal(["Training", "Active"], change.Payload!.As<Dictionary<string, string[]>>()!["Status"]);
    }

    [Fact]
    public async Task A_save_that_fails_stores_no_event_and_the_next_save_stores_only_its_own()
    {
        using var host = BuildHost(record: true);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        await using (var other = Database.CreateContext())
        {
            other.Add(Build.Model("taken"));
            await other.SaveChangesAsync();
        }

        await StartAsync(context);
        var twin = Build.Model("taken");
        context.Add(twin);
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        context.Entry(twin).State = EntityState.Detached;
        context.Add(Build.Model("other"));
        await context.SaveChangesAsync();

        Assert.Equal([.. Started, "Model.added"], await TypesAsync());
    }

    [Fact]
    public async Task Saves_of_two_contexts_that_overlap_store_their_own_events_alone()
    {
        using var host = BuildHost(record: true);
        await using var first = host.Services.CreateAsyncScope();
        await using var second = host.Services.CreateAsyncScope();
        var waiting = first.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var other = second.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        await using var blocker = Database.CreateContext();
        await using var transaction = await blocker.Database.BeginTransactionAsync();
        blocker.Add(Build.Model("taken"));
        await blocker.SaveChangesAsync();

        waiting.Add(Build.Model("taken"));
        var save = waiting.SaveChangesAsync();
        await Polling.UntilAsync(
            async () => await Database.ScalarAsync<bool>(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"),
            "the first save waits for the blocker");
        other.Add(Build.Model("other"));
        await other.SaveChangesAsync();
        Assert.Equal(["Model.added"], await TypesAsync());

        await transaction.RollbackAsync();
        await save;
        Assert.Equal(["Model.added", "Model.added"], await TypesAsync());
    }

    [Fact]
    public async Task Events_are_part_of_a_transaction_of_the_caller()
    {
        using var host = BuildHost(record: true);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        await using (await context.Database.BeginTransactionAsync())
            await StartAsync(context);

        Assert.Empty(await TypesAsync());
        context.ChangeTracker.Clear();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await StartAsync(context);
            await transaction.CommitAsync();
        }

        Assert.Equal(Started, await TypesAsync());
    }

    [Fact]
    public async Task A_synchronous_save_is_recorded_too()
    {
        using var host = BuildHost(record: true);
        using var scope = host.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        context.Add(Build.Model("churn"));
        context.SaveChanges();

        Assert.Equal(["Model.added"], await TypesAsync());
    }

    [Fact]
    public async Task Nothing_is_recorded_unless_it_is_configured()
    {
        using var host = BuildHost(record: false);
        await using var scope = host.Services.CreateAsyncScope();
        await StartAsync(scope.ServiceProvider.GetRequiredService<MlOpsDbContext>());

        Assert.Empty(await TypesAsync());
    }

    [Fact]
    public async Task Reports_are_no_changes_and_secrets_and_long_values_are_not_repeated()
    {
        using var host = BuildHost(record: true);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var version = await StartAsync(context);
        version.StoreEncrypted([1, 2, 3], "key-1", Sample.Noon);
        context.AddRange(SystemMetric.Measure("a", "load", 1, Sample.Noon), LearningEvent.Record("own", DateTimeOffset.UtcNow.AddHours(1)));
        await context.SaveChangesAsync();

        Assert.Equal([.. Started, "ModelVersion.modified", "own"], await TypesAsync());
        var payload = await Database.ScalarAsync<string>(
            "SELECT payload::text FROM learning_events WHERE event_type = 'ModelVersion.modified'");
        Assert.Contains("\"EncryptedModel\": []", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_of_a_promotion_has_only_properties_of_the_domain()
    {
        using var host = BuildHost(record: true);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var version = await StartAsync(context);
        version.CompleteTraining(Sample.Noon);
        await context.SaveChangesAsync();
        await Database.ExecuteAsync("DELETE FROM learning_events");
        await new ModelVersionRepository(context).MoveAsync("churn", "1", ModelStage.Staging, new StageChange("ann", "why", Sample.Noon));
        await new ModelVersionRepository(context).PromoteAsync("churn", "1", new StageChange("ann", "why", Sample.Noon));

        await using var other = Database.CreateContext();
        var changes = await other.LearningEvents.Where(happened => happened.EventType == "ModelVersion.modified").ToListAsync();
        var changed = changes.SelectMany(change => change.Payload!.As<Dictionary<string, object>>()!.Keys).Distinct().ToList();
        Assert.Contains("Stage", changed);
        Assert.All(changed, name => Assert.NotNull(typeof(ModelVersion).GetProperty(name)));
    }

    private static async Task<ModelVersion> StartAsync(MlOpsDbContext context)
    {
        var model = Build.Model("churn");
        model.BelongTo(context.TenantId);
        var version = ModelVersion.Begin(model, "1", Sample.Noon);
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        return version;
    }

    private IHost BuildHost(bool record, TenantScope tenantScope = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddContext(options =>
            (options.ConnectionString, options.RecordLearningEvents, options.TenantScope) =
                (Database.ConnectionString, record, tenantScope));
        return builder.Build();
    }

    private Task<List<string>> TypesAsync() =>
        Database.ColumnAsync("SELECT event_type FROM learning_events ORDER BY created_at, event_type");
}
