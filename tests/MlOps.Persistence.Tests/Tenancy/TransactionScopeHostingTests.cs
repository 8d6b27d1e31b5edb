using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Hosting;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>What an application sets up once: its host, its pool of contexts, its schema.</summary>
public class TransactionScopeHostingTests(TestDatabase database, TestServer server) : TwoTenantsTest(database)
{
    [Theory]
    [InlineData("No Reset On Close=true")]
    [InlineData("Multiplexing=true")]
    public async Task Sessions_that_outlive_their_users_are_welcome(string setting)
    {
        await StoreModelsAsync();
        using var host = AddMlOpsTests.Build([], services => services.AddContext(options =>
        {
            options.ConnectionString = $"{Database.ConnectionString};{setting}";
            options.TenantId = Second;
            options.TenantScope = TenantScope.Transaction;
        }));
        await host.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var models = scope.ServiceProvider.GetRequiredService<ModelRepository>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => models.FindAsync("credit-risk"));
        await using (await context.Database.BeginTransactionAsync())
            Assert.Equal(Second, (await models.GetAsync("credit-risk")).TenantId);

        await host.StopAsync();
    }

    [Fact]
    public async Task The_refusal_of_such_sessions_names_the_other_way()
    {
        using var host = AddMlOpsTests.Build([], services => services.AddContext(
            options => options.ConnectionString = "Host=db.invalid;Database=d;No Reset On Close=true"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Or set TenantScope to Transaction", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [StandardNames("A pool makes contexts of the library's own class.")]
    public async Task Contexts_of_a_pool_bring_nothing_along_from_their_last_lessee()
    {
        await StoreModelsAsync();
        await using var app = App("No Reset On Close=true");
        await using var first = Pool(app, First);
        await using var second = Pool(app, Second);
        for (var i = 0; i < 6; i++)
        {
            foreach (var (pool, tenant) in ((ServiceProvider, Guid)[])[(first, First), (second, Second)])
            {
                await using var context = await pool.GetRequiredService<IDbContextFactory<MlOpsDbContext>>().CreateDbContextAsync();
                await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(context));
                context.Add(Build.Model($"model-{i}"));
                await context.SaveChangesAsync();

                // Neither is ended or put back by the lessee.
                context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
                await context.Database.BeginTransactionAsync();
                Assert.Equal(Enumerable.Repeat(tenant, i + 2), await SeenByAsync(context));
            }
        }
    }

    [Theory, InlineData(TenantScope.Session), InlineData(TenantScope.Transaction)]
    public async Task A_pool_without_a_tenant_lends_contexts_that_reach_no_server(TenantScope scope)
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=db.invalid");
        await using var pool = Pool(nowhere, Guid.Empty, scope);
        for (var lease = 0; lease < 3; lease++)
        {
            await using var context = await pool.GetRequiredService<IDbContextFactory<MlOpsDbContext>>().CreateDbContextAsync();
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Models.CountAsync());
            Assert.Contains("The context has no tenant", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    [StandardNames("It runs the migrations of the library.")]
    public async Task The_schema_is_made_and_maintained_as_usual()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        await server.DropDatabaseAsync(connection);
        await using var owner = NpgsqlDataSource.Create(connection);
        await using var context = TenantContexts.Create(owner, First, TenantScope.Transaction);
        try
        {
            Assert.NotEmpty(await SchemaMigration.RunAsync(context));
            Assert.Empty(await SchemaMigration.RunAsync(context));
            await context.Database.MigrateAsync();
            Assert.Empty(await context.Database.GetPendingMigrationsAsync());

            await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon.AddMonths(1));
            Assert.All(
                await new SliceReader(context).ReportAsync(Sample.Noon),
                state => Assert.Equal(state.Table == "system_performance_metrics" ? 32 : 2, state.Slices));
            await using (var command = owner.CreateCommand("CREATE INDEX ix_sources ON ONLY ml_predictions (tenant_id, source)"))
                await command.ExecuteNonQueryAsync();

            Assert.Equal(3, (await new IndexMaintenance(context).CompleteAsync()).Count);
            await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);

            await using (var command = owner.CreateCommand("DROP TABLE mlops_migrations_history"))
                await command.ExecuteNonQueryAsync();

            // Whether there are tables already, it asks with a command like any other.
            await using (var transaction = await context.Database.BeginTransactionAsync())
            {
                Assert.True(await context.Database.EnsureCreatedAsync());
                Assert.Empty(await SeenByAsync(context));
                await transaction.CommitAsync();
            }

            Assert.True(await context.Database.EnsureDeletedAsync());
            await Assert.ThrowsAsync<PostgresException>(() => context.Database.OpenConnectionAsync());
        }
        finally
        {
            if (await context.Database.CanConnectAsync())
                await server.DropDatabaseAsync(connection);
        }
    }

    private static ServiceProvider Pool(NpgsqlDataSource dataSource, Guid tenant, TenantScope scope = TenantScope.Transaction) =>
        new ServiceCollection()
            .AddPooledDbContextFactory<MlOpsDbContext>(builder => builder.UseMlOps(dataSource, tenant, scope), poolSize: 1)
            .BuildServiceProvider();
}
