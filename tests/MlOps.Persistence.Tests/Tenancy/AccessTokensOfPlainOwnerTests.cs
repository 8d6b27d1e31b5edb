using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Where the owner of the tables is no superuser, so that policies hold for the function that finds a token too.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class AccessTokensOfPlainOwnerTests(TestServer server)
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_plain_login_finds_the_tokens_of_all_tenants_that_are_active()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        await using (var context = TenantContexts.Create(owner.DataSource, Tenants.Default))
            await new SchemaUpgrade(context).MigrateAsync();

        await using var theirs = TenantContexts.Create(owner.DataSource, Other);
        var tenant = Tenant.Register(Other, "Other", Now);
        theirs.Add(tenant);
        var (_, secret) = await new AccessTokens(theirs).CreateAsync("airflow", AccessScopes.Write, "ann", Now);
        var login = $"{owner.Name}_app";
        await owner.AsAdministratorAsync($"CREATE ROLE {login} LOGIN PASSWORD '{login}' IN ROLE {MlOpsRoles.App}");
        try
        {
            await using var source = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = login, Password = login, Pooling = false });
            Assert.Equal([$"{Other}"], await FindAsync(source, secret));
            tenant.Suspend(Now);
            await theirs.SaveChangesAsync();
            Assert.Equal(["none"], await FindAsync(source, secret));
            tenant.Resume(Now);
            await theirs.SaveChangesAsync();
            Assert.Equal([$"{Other}"], await FindAsync(source, secret));
        }
        finally
        {
            await owner.AsAdministratorAsync($"DROP ROLE {login}");
        }
    }

    // In a session without a tenant.
    private static async Task<List<string>> FindAsync(NpgsqlDataSource source, AccessSecret secret) => await source.ColumnAsync(
        $"SELECT coalesce(mlops_find_access_token('\\x{Convert.ToHexString(secret.Hash())}') ->> 'tenant', 'none')");
}
