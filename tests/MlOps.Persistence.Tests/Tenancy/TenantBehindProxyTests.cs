using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>What stands between refuses the options of a session, drops them, or has others.</summary>
[StandardNames("It is about sessions, with applications that have the library's own context.")]
public class TenantBehindProxyTests(TestDatabase database) : TenantAtStartTest(database)
{
    private const string Login = "startup_login";

    [Theory]
    [InlineData(PostgresErrorCodes.ProtocolViolation, true)]
    [InlineData(PostgresErrorCodes.ProtocolViolation, false)]
    [InlineData(PostgresErrorCodes.FeatureNotSupported, false)]
    public async Task Where_options_are_refused_each_opening_sets_the_tenant(string sqlState, bool synchronously)
    {
        await StoreModelsAsync();
        await using var proxy = await ProxyAsync();
        proxy.Refusal = sqlState;
        await using var services = Services(proxy.ConnectionString, Second);
        // It has its connection before anybody knows of the refusal.
        await using var early = services.CreateAsyncScope();
        var context = early.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        context.Database.GetDbConnection();
        for (var i = 0; i < 2; i++)
            Assert.Equal([Second], synchronously ? SeenSynchronously(services) : await SeenAsync(services));

        Assert.Equal([Second], await SeenByAsync(context));
        Assert.Equal(1, await context.BulkInsertAsync([Build.Model("another")]));
        Assert.Equal(0, proxy.WithOptions);
    }

    [Fact]
    public async Task Whatever_EF_asks_first_is_answered_where_options_are_refused()
    {
        await using var proxy = await ProxyAsync();
        proxy.Refusal = PostgresErrorCodes.ProtocolViolation;
        foreach (var ask in (Func<MlOpsDbContext, Task<bool>>[])
        [
            context => context.Database.CanConnectAsync(),
            context => Task.FromResult(context.Database.CanConnect()),
            context => context.GetService<IHistoryRepository>().ExistsAsync(),
            async context => await context.Database.ExecuteSqlRawAsync("SELECT 1") == -1,
            context => Task.FromResult(context.Database.ExecuteSqlRaw("SELECT 1") == -1),
            async context => await context.Models.ExecuteUpdateAsync(models => models.SetProperty(model => model.Name, "x")) == 0,
            async context => (await context.Models.ToListAsync()).Count == 0,
            context => Task.FromResult(!context.Models.Any()),
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync();
                return !await context.Models.AnyAsync();
            },
            async context => await context.BulkInsertAsync([Build.Model()]) == 1,
        ])
        {
            await using var services = Services(proxy.ConnectionString, Second);
            await using var scope = services.CreateAsyncScope();
            Assert.True(await ask(scope.ServiceProvider.GetRequiredService<MlOpsDbContext>()));
        }
    }

    [Fact]
    public async Task Where_options_are_dropped_each_opening_sets_the_tenant()
    {
        await StoreModelsAsync();
        await using var proxy = await ProxyAsync();
        proxy.Rewrite = _ => null;
        await using var first = Services(proxy.ConnectionString, First);
        await using var second = Services(proxy.ConnectionString, Second);
        await AssertApartAsync(first, second);
        Assert.Equal(0, proxy.WithOptions);
    }

    [Fact]
    public async Task A_session_that_another_tenant_has_started_is_not_trusted()
    {
        await StoreModelsAsync();
        await using var proxy = await ProxyAsync();
        proxy.Rewrite = _ => TenantOptions(Second);
        await using var first = Services(proxy.ConnectionString, First);
        await using var second = Services(proxy.ConnectionString, Second);
        await AssertApartAsync(first, second);
        Assert.Equal(2, proxy.WithOptions);
    }

    [Fact]
    public async Task A_tenant_that_was_set_and_is_not_of_the_start_is_not_trusted()
    {
        const string SetTenant = "SET mlops.tenant_id = '0195a000-0000-7000-8000-00000000000c'; SET enable_partitionwise_join = on";
        await StoreModelsAsync();
        await using var proxy = await ProxyAsync();
        proxy.Rewrite = _ => null;
        var builder = new NpgsqlDataSourceBuilder(WithOptions($"{proxy.ConnectionString};Maximum Pool Size=1", TenantOptions(Second)));
        builder.UsePhysicalConnectionInitializer(
            connection => new NpgsqlCommand(SetTenant, connection).ExecuteNonQuery(),
            connection => new NpgsqlCommand(SetTenant, connection).ExecuteNonQueryAsync());
        await using var app = builder.Build();
        for (var i = 0; i < 3; i++)
        {
            await using var context = TenantContexts.Create(app, Second);
            Assert.Equal([Second], await SeenByAsync(context));
        }
    }

    [Fact]
    public async Task A_session_without_partitionwise_joins_is_not_trusted()
    {
        await StoreModelsAsync();
        await using var proxy = await ProxyAsync();
        proxy.Rewrite = _ => $"-c mlops.tenant_id={First}";
        await using var services = Services(proxy.ConnectionString, First);
        for (var i = 0; i < 2; i++)
        {
            await using var scope = services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
            Assert.Equal(["on"], await context.Database.SqlQuery<string>($"SHOW enable_partitionwise_join").ToListAsync());
        }
    }

    [Fact]
    public async Task A_proxy_that_comes_later_costs_one_error()
    {
        await StoreModelsAsync();
        await using var proxy = await ProxyAsync();
        await using var services = Services($"{proxy.ConnectionString};Pooling=false", Second);
        Assert.Equal([Second], await SeenAsync(services));
        proxy.Refusal = PostgresErrorCodes.ProtocolViolation;
        Assert.Equal(RefusalCause.Moment, DatabaseRefusal.FindCause(await Assert.ThrowsAnyAsync<Exception>(() => SeenAsync(services))));
        Assert.Equal([Second], await SeenAsync(services));
    }

    private static async Task AssertApartAsync(ServiceProvider first, ServiceProvider second)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal([First], await SeenAsync(first));
            Assert.Equal([Second], await SeenAsync(second));
            Assert.Equal([First], SeenSynchronously(first));
            Assert.Equal([Second], SeenSynchronously(second));
        }
    }

    // To a login of its own, since what drops the options drops the role in them as well.
    private async Task<StartupProxy> ProxyAsync()
    {
        await Database.ExecuteAsync(
            $"""
            DO $$ BEGIN
                IF to_regrole('{Login}') IS NULL THEN
                    CREATE ROLE {Login} LOGIN PASSWORD '{Login}' IN ROLE {MlOpsRoles.App};
                END IF;
            END $$
            """);
        return new StartupProxy(new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString)
        {
            Username = Login,
            Password = Login,
        }.ConnectionString);
    }
}
