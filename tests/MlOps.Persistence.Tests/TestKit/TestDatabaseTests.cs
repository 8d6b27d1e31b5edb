using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

public class TestDatabaseTests(TestDatabase database, TestServer server) : DatabaseTest(database)
{
    [Fact]
    public async Task A_reset_empties_every_table_and_keeps_the_schema_and_its_history()
    {
        await Population.StoreAsync(Database);
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        context.Add(TenantLogin.Bind("some_login", Guid.NewGuid()));
        await context.SaveChangesAsync();
        await new AccessTokens(context).CreateAsync("airflow", AccessScopes.Read, "ann", Sample.Noon);
        var tables = context.Model.GetRelationalModel().Tables.Select(table => table.Name).ToList();
        foreach (var table in tables)
            Assert.NotEqual(0, await Database.CountAsync(table));

        await Database.ResetAsync();
        foreach (var table in tables)
            Assert.Equal(0, await Database.CountAsync(table));

        Assert.NotEmpty(await context.Database.GetAppliedMigrationsAsync());
        await Population.StoreAsync(Database);
        await Database.ResetAsync();
        await Database.ResetAsync();
    }

    [Fact]
    public async Task Two_databases_do_not_see_each_other()
    {
        await using var other = new TestDatabase(server);
        await other.InitializeAsync();
        await Population.StoreAsync(Database);
        Assert.Equal(0, await other.CountAsync("ml_predictions"));
        await Population.StoreAsync(other);
        await other.ResetAsync();
        Assert.Equal(8, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_database_is_gone_when_its_class_is_done()
    {
        var other = new TestDatabase(server);
        await other.InitializeAsync();
        var name = await other.ScalarAsync<string>("SELECT current_database()::text");
        var exists = $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{name}')";
        Assert.True(await Database.ScalarAsync<bool>(exists));
        await other.DisposeAsync();
        Assert.False(await Database.ScalarAsync<bool>(exists));
    }

    [Fact]
    public async Task An_open_connection_does_not_keep_a_database()
    {
        var other = new TestDatabase(server);
        await other.InitializeAsync();
        await using var connection = await other.DataSource.OpenConnectionAsync();
        await other.DisposeAsync();
    }
}
