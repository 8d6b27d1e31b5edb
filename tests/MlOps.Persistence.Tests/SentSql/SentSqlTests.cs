using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Events;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Ingestion.Writing;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>
/// Each statement of a context names the tenant for each table of tenants in it, and has no form that Citus refuses. PostgreSQL needs
/// neither. Where tenants are spread over several servers, such a statement goes to one of them.
/// </summary>
public sealed class SentSqlTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly StatementLog _log = new();

    public static TheoryData<string> Roles => [MlOpsRoles.App, MlOpsRoles.Service, "postgres"];

    [Theory, MemberData(nameof(Roles))]
    public async Task Of_every_method_of_a_repository(string role)
    {
        await using var dataSource = _log.CreateDataSource(Database.ConnectionStringAs(await NameAsync(role)));
        await using var first = TenantContexts.Create(dataSource, Tenants.Default);
        var scene = new RepositoryScene(first);
        first.AddRange(scene.Stored);
        await first.SaveChangesAsync();
        // The version that the next one takes the place of.
        var versions = new ModelVersionRepository(first);
        await versions.MoveAsync("credit-risk", "2", ModelStage.Staging, new StageChange("ann", "good", Sample.Noon));
        await versions.PromoteAsync("credit-risk", "2", new StageChange("ann", "good", Sample.Noon));

        foreach (var method in RepositoryCall.Methods)
        {
            foreach (var withOptions in RepositoryCall.HasOptions(method) ? (bool[])[true, false] : [true])
            {
                await using var context = TenantContexts.Create(dataSource, Tenants.Default);
                var sent = _log.Sent;
                await RepositoryCall.RunAsync(method, context, scene, withOptions);
                Assert.True(_log.Sent > sent, $"{RepositoryCall.Describe(method)} asks the server nothing.");
            }
        }

        AssertNoFaults(150);
    }

    [Theory, MemberData(nameof(Roles))]
    public async Task Of_bulk_writes(string role)
    {
        await using var dataSource = _log.CreateDataSource(Database.ConnectionStringAs(await NameAsync(role)));
        await using var owner = Database.CreateOwnerContext();
        await using var context = TenantContexts.Create(dataSource, Tenants.Default);
        var written = Population.Create();
        await context.BulkInsertAsync(written);
        await new SliceMaintenance(owner).EnsureAsync(Sample.Noon, Sample.Noon);
        foreach (var hierarchy in written.GroupBy(row => context.Model.FindEntityType(row.GetType())!.GetRootType()))
            await context.BulkUpsertAsync(hierarchy);

        await context.BulkInsertAsync(Sample.BarePredictions());
        var ids = written.OfType<Prediction>().Select(prediction => prediction.Id).Append(Guid.CreateVersion7(Sample.Noon));
        await new PredictionRepository(context).BulkLabelAsync(ids.Select(id => new Label(id, 1, Sample.Noon.AddHours(1))));
        AssertNoFaults(40);
    }

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Service)]
    public async Task Of_a_context_that_saves_and_records_events(string role)
    {
        await using var dataSource = _log.CreateDataSource(Database.ConnectionStringAs(role));
        var options = new DbContextOptionsBuilder<MlOpsDbContext>();
        options.UseMlOps(dataSource, tenantScope: TenantScope.Transaction)
            .AddInterceptors(new LearningEventInterceptor(TimeProvider.System));
        await using var context = RenamedRun.CreateContext(options.Options);
        var model = Build.Model();
        context.AddRange([model, Build.ModelVersion(model), .. Sample.FullPredictions()]);
        await context.SaveChangesAsync();
        model.Describe("changed", Sample.Noon.AddHours(1));
        await context.SaveChangesAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.Models.ExecuteUpdateAsync(set => set.SetProperty(row => row.Description, "again"));
        await context.DeadLetters.ExecuteDeleteAsync();
        await transaction.CommitAsync();
        AssertNoFaults(10);
    }

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Service)]
    public async Task Of_a_writer(string role)
    {
        using var directory = new TestDirectory();
        await using (var host = await WriterHost.StartAsync(
            Database.ConnectionStringAs(role),
            options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")),
            addBefore: services => services.Configure<MlOpsOptions>(options =>
                options.ConfigureDataSource = builder => builder.UseLoggerFactory(_log))))
        {
            var prediction = Build.OraclePrediction();
            await host.Writer.WriteAsync(prediction);
            await host.Writer.WriteAsync(Build.OraclePrediction(details: new PredictionDetails { ModelVersionId = Guid.CreateVersion7() }));
            await host.Writer.FlushAsync();
            await host.Writer.RecordFeedbackAsync(Build.Feedback(prediction));
            await host.Writer.RecordLabelAsync(prediction.Id, 1, Sample.Noon.AddHours(1));
            await host.Writer.RecordLabelAsync(prediction.Id, 2, Sample.Noon.AddHours(1));
            await host.Writer.FlushAsync();
        }

        AssertNoFaults(10);
    }

    [Fact]
    [StandardNames("It reads the names in SQL.")]
    public async Task Of_maintenance_where_it_does_not_work_for_all_tenants()
    {
        await using var dataSource = _log.CreateDataSource(Database.OwnerConnectionString);
        await using var context = TenantContexts.Create(dataSource, Tenants.Default);
        // A month of which no other test makes the slice.
        var month = Sample.Noon.AddYears(-3);
        await context.BulkInsertAsync([Build.OraclePrediction(1, at: month)]);
        await Database.ExecuteAsync("DELETE FROM ml_slices");
        await new SchemaUpgrade(context).MigrateAsync();
        await new SliceMaintenance(context).EnsureAsync(month, month);
        await new SliceReader(context).ReportAsync(Sample.Noon);
        await new KeyMaintenance(context).CompleteAsync();
        await new IndexMaintenance(context).CompleteAsync();
        await new ViewRefresh(context).RunAsync();
        await TenantDefaults.EnsureAsync(context, month, default);
        await new MonitorRepository(context).StartAsync(Build.ServiceMonitor(), month, month);
        await new LabelPolicyRepository(context).SetAsync(null, new LabelPolicySettings(), month);
        var runner = new JobRunner(tenant => TenantContexts.Create(dataSource, tenant));
        List<FinishedJob> runs =
            [.. await runner.RunDueAsync(month.AddHours(1)), .. await runner.RunAsync("detect patterns", month.AddDays(1))];
        Assert.All(runs, run => Assert.Null(run.Error));
        Assert.Equal(11, runs.Select(run => run.Job).Distinct().Count());

        var check = new StatementCheck(new TenantTables(context).Find);
        var faulty = _log.Texts.SelectMany(text => check.FindFaults(text).Select(fault => (text, fault))).ToList();
        Assert.All(MaintenanceSql.OfAllTenants, form => Assert.Contains(faulty, found => form.IsMatch(found.text)));
        Assert.DoesNotContain(faulty, found => !MaintenanceSql.OfAllTenants.Any(form => form.IsMatch(found.text)));
        // No maintenance may have what Citus refuses.
        Assert.All(faulty, found => Assert.Matches("has no tenant.$|^INSERT .* returns nothing.$", found.fault));
    }

    [Fact]
    [StandardNames("It reads the names in SQL.")]
    public void All_tables_of_tenants_are_known()
    {
        using var context = Database.CreateContext();
        var tables = new TenantTables(context);
        Assert.All(
            ["ml_predictions", "oracle_ml_predictions", "v_daily_patterns", "v_recent_predictions", "ml_tenants", "ml_predictions_default",
                "ml_predictions_2026_03"],
            table => Assert.Equal("tenant_id", tables.Find(table)));
        Assert.All(["ml_slices", "pg_class", "ml_predictions_x", "mlops_stage"], other => Assert.Null(tables.Find(other)));
    }

    // A data source that notes nothing would let everything pass.
    private void AssertNoFaults(int atLeast)
    {
        using var context = Database.CreateContext();
        var check = new StatementCheck(new TenantTables(context).Find);
        var faults = _log.Texts.SelectMany(text => check.FindFaults(text).Select(fault => $"{fault} In: {text}")).ToList();
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
        Assert.InRange(_log.Texts.Count(), atLeast, int.MaxValue);
    }

    private async Task<string> NameAsync(string role) =>
        role == "postgres" ? await Database.ScalarAsync<string>("SELECT current_user::text") : role;
}
