using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

public class LoginMaintenanceTests(TestDatabase database) : BoundLoginTest(database)
{
    [Fact]
    public async Task A_login_is_made_once_and_dropped_with_its_bond()
    {
        await using var context = Database.CreateOwnerContext();
        var logins = new LoginMaintenance(context);
        var name = NameOf("\"hostile'; --");
        await logins.CreateAsync(name, Other);
        Assert.Equal(
            MlOpsError.Conflict, (await Assert.ThrowsAsync<MlOpsException>(() => logins.CreateAsync(name, Tenants.Default))).Error);
        var bound = Assert.Single(await logins.StreamAsync().ToListAsync());
        Assert.Equal((name, Other), (bound.Login, bound.TenantId));
        await logins.DropAsync(name);
        Assert.Empty(await logins.StreamAsync().ToListAsync());
        Assert.Equal(0, await Database.CountAsync($"pg_roles WHERE rolname = $$ {name} $$ OR rolname LIKE '%hostile%'"));
        Assert.Equal(MlOpsError.NotFound, (await Assert.ThrowsAsync<MlOpsException>(() => logins.DropAsync(name))).Error);
        await Assert.ThrowsAsync<ArgumentException>(() => logins.CreateAsync(name, Other, MlOpsRoles.Service));
    }

    [Fact]
    public async Task A_login_that_was_dropped_by_hand_is_made_again_and_dropped()
    {
        await using var context = Database.CreateOwnerContext();
        var logins = new LoginMaintenance(context);
        var name = NameOf("twice");
        for (var i = 0; i < 2; i++)
        {
            await logins.CreateAsync(name, Other);
            await Database.ExecuteAsync($"DROP ROLE \"{name}\"");
        }

        await logins.DropAsync(name);
        Assert.Empty(await logins.StreamAsync().ToListAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => logins.CreateAsync(name, Other, password: "invisible\u00ad"));
    }

    [Fact]
    public async Task Who_may_not_create_roles_learns_what_is_missing()
    {
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new LoginMaintenance(context).CreateAsync(NameOf("none"), Other));
        Assert.Equal(MlOpsError.Configuration, error.Error);
        Assert.Contains("CREATEROLE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_tenant_is_that_of_new_sessions_that_name_none()
    {
        await PopulateAsync();
        await using var context = Database.CreateOwnerContext();
        var logins = new LoginMaintenance(context);
        await logins.SetDefaultTenantAsync(Tenants.Default);
        try
        {
            Assert.Equal(8L, await CountAsPlainClientAsync());
        }
        finally
        {
            await logins.SetDefaultTenantAsync(null);
        }

        await Assert.ThrowsAsync<PostgresException>(CountAsPlainClientAsync);
    }

    private async Task<long> CountAsPlainClientAsync()
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionStringAs(MlOpsRoles.App) + ";Pooling=false");
        await connection.OpenAsync();
        return await ScalarAsync(connection, "SELECT count(*) FROM ml_predictions");
    }
}
