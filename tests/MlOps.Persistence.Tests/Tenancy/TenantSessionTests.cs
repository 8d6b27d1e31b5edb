using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Hosting;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

public class TenantSessionTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    [Fact]
    public async Task A_context_without_a_tenant_never_reaches_the_server()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=db.invalid");
        await using var context = TenantContexts.Create(nowhere, Guid.Empty);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Models.CountAsync());
            Assert.Contains("The context has no tenant", error.Message, StringComparison.Ordinal);
            Assert.Contains("Pass one to UseMlOps", error.Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => context.Models.Count());
        }
    }

    [Fact]
    public async Task A_session_without_its_tenant_serves_no_command()
    {
        await Population.StoreAsync(Database);
        await using var context = Database.CreateContextAs(MlOpsRoles.App);
        await Database.ExecuteAsync("REVOKE EXECUTE ON FUNCTION set_config FROM public");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => context.Models.CountAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (error.GetBaseException() as PostgresException)?.SqlState);
            Assert.ThrowsAny<Exception>(() => context.Models.Count());
        }

        await Database.ExecuteAsync("GRANT EXECUTE ON FUNCTION set_config TO public");
        Assert.Equal(1, await context.Models.CountAsync());
    }

    [Fact]
    [StandardNames("A pool makes contexts of the library's own class.")]
    public async Task Pools_of_contexts_keep_their_tenants_apart_on_one_connection()
    {
        await using var app = NpgsqlDataSource.Create($"{Database.ConnectionStringAs(MlOpsRoles.App)};Maximum Pool Size=1");
        await using var first = Pool(app, Tenants.Default);
        await using var second = Pool(app, Other);
        for (var i = 0; i < 10; i++)
        {
            foreach (var (pool, tenant) in ((ServiceProvider, Guid)[])[(first, Tenants.Default), (second, Other)])
            {
                await using var context = await pool.GetRequiredService<IDbContextFactory<MlOpsDbContext>>().CreateDbContextAsync();
                Assert.Equal(tenant, context.TenantId);
                context.Add(Build.Model($"model-{i}"));
                await context.SaveChangesAsync();
                Assert.Equal([tenant], await context.Models.IgnoreQueryFilters().Select(model => model.TenantId).Distinct().ToListAsync());
                Assert.Equal(i + 1, await context.Models.CountAsync());
            }
        }
    }

    [Theory]
    [InlineData("No Reset On Close=true", "'No Reset On Close', with which a pooled connection keeps the tenant")]
    [InlineData("Multiplexing=true", "'Multiplexing', with which tenants share a session")]
    public async Task A_connection_string_that_would_keep_a_tenant_in_its_sessions_stops_the_start(string setting, string reason)
    {
        using var host = AddMlOpsTests.Build([], services => services.AddContext(
            options => options.ConnectionString = $"Host=db.invalid;Database=d;Password=hunter2;{setting}"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("Remove it.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No Reset On Close=true", "'No Reset On Close', with which a pooled connection keeps the tenant")]
    [InlineData("Multiplexing=true", "'Multiplexing', with which tenants share a session")]
    public async Task So_does_a_data_source_of_such_sessions(string setting, string reason)
    {
        await using var dataSource = NpgsqlDataSource.Create($"Host=db.invalid;Database=d;Password=hunter2;{setting}");
        var error = Assert.Throws<MlOpsException>(() => new DbContextOptionsBuilder<MlOpsDbContext>().UseMlOps(dataSource));
        Assert.Equal(MlOpsError.Configuration, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("Or set TenantScope to Transaction", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        new DbContextOptionsBuilder<MlOpsDbContext>().UseMlOps(dataSource, tenantScope: TenantScope.Transaction);
    }

    private static ServiceProvider Pool(NpgsqlDataSource dataSource, Guid tenant) => new ServiceCollection()
        .AddPooledDbContextFactory<MlOpsDbContext>(builder => builder.UseMlOps(dataSource, tenant), poolSize: 2)
        .BuildServiceProvider();
}
