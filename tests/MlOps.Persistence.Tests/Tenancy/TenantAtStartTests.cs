using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>The sessions of an application with one tenant have it from their start.</summary>
[StandardNames("It is about sessions, with applications that have the library's own context.")]
public class TenantAtStartTests(TestDatabase database) : TenantAtStartTest(database)
{
    [Fact]
    public async Task Only_the_first_use_of_a_session_sends_a_command_for_it()
    {
        await StoreModelsAsync();
        await using var services = Services(Database.ConnectionString, Second);
        Assert.Equal([Second], await SeenAsync(services));
        await WithoutSetConfigAsync(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal([Second], await SeenAsync(services));
                Assert.Equal([Second], SeenSynchronously(services));
            }

            // So the test would notice a command.
            await using var app = App();
            await using var context = TenantContexts.Create(app, Second);
            await Assert.ThrowsAnyAsync<Exception>(() => SeenByAsync(context));
        });
    }

    [Fact]
    public async Task So_it_is_with_options_that_the_application_itself_gives_its_data_source()
    {
        await StoreModelsAsync();
        await using var app = NpgsqlDataSource.Create(WithOptions(Database.ConnectionString, TenantOptions(First)));
        await using (var context = TenantContexts.Create(app, First))
            Assert.Equal([First], await SeenByAsync(context));

        await WithoutSetConfigAsync(async () =>
        {
            await using var context = TenantContexts.Create(app, First);
            Assert.Equal([First], await SeenByAsync(context));
        });
    }

    [Fact]
    public async Task The_applications_own_options_stay()
    {
        await StoreModelsAsync();
        await using var services = Services(WithOptions(Database.ConnectionString, "-c work_mem=7MB"), Second);
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        Assert.Equal([Second], await SeenByAsync(context));
        Assert.Equal(["7MB"], await context.Database.SqlQuery<string>($"SHOW work_mem").ToListAsync());
        Assert.Equal([MlOpsRoles.App], await context.Database.SqlQuery<string>($"SHOW role").ToListAsync());
    }

    [Fact]
    public async Task A_tenant_in_the_applications_options_is_not_that_of_its_contexts()
    {
        await StoreModelsAsync();
        await using var services = Services(WithOptions(Database.ConnectionString, TenantOptions(Second)), First);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal([First], await SeenAsync(services));
            Assert.Equal([First], SeenSynchronously(services));
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Whoever_uses_the_session_in_between_leaves_no_tenant_behind(bool isAmbient)
    {
        await StoreModelsAsync();
        await using var services = Services(Database.ConnectionString, First);
        var source = services.GetRequiredService<TenantDataSource>();
        Assert.Equal([First], await SeenAsync(services));
        for (var i = 0; i < 3; i++)
        {
            using var ambient = isAmbient ? new TransactionScope(TransactionScopeAsyncFlowOption.Enabled) : null;
            await using (var other = TenantContexts.Create(source, Second))
                Assert.Equal([Second], await SeenByAsync(other));

            Assert.Equal([First], await SeenAsync(services));
            await using (var raw = await source.OpenConnectionAsync())
            {
                await using var command = raw.CreateCommand();
                command.CommandText = $"SET mlops.tenant_id = '{Second}'";
                await command.ExecuteNonQueryAsync();
            }

            Assert.Equal([First], await SeenAsync(services));
        }
    }

    [Fact]
    public async Task A_session_that_its_pool_does_not_reset_is_not_trusted()
    {
        await StoreModelsAsync();
        var settings = $"{WithOptions(Database.ConnectionString, TenantOptions(First))};Maximum Pool Size=1;No Reset On Close=true";
        await using var app = App();
        for (var i = 0; i < 2; i++)
        {
            foreach (var tenant in (Guid[])[First, Second, First])
            {
                await using var connection = new NpgsqlConnection(settings);
                await using var context = Sharing(connection, app, tenant, TenantScope.Session);
                Assert.Equal([tenant], await SeenByAsync(context));
            }
        }
    }

    [Fact]
    public async Task Several_tenants_or_the_scope_of_a_transaction_have_none_at_the_start()
    {
        foreach (var configure in (Action<MlOpsOptions>[])
            [options => options.FindTenant = _ => Second, options => options.TenantScope = TenantScope.Transaction])
        {
            await using var services = Services(Database.ConnectionString, Second, configure);
            await using var scope = services.CreateAsyncScope();
            var connection = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Database.GetDbConnection();
            Assert.DoesNotContain("mlops.tenant_id", connection.ConnectionString, StringComparison.Ordinal);
        }
    }

    private async Task WithoutSetConfigAsync(Func<Task> work)
    {
        await Database.ExecuteAsync("REVOKE EXECUTE ON FUNCTION set_config FROM public");
        try
        {
            await work();
        }
        finally
        {
            await Database.ExecuteAsync("GRANT EXECUTE ON FUNCTION set_config TO public");
        }
    }
}
