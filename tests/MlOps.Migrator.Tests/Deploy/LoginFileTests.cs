using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Deploy;

public sealed class LoginFileTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_login_of_the_server_finds_tokens_takes_roles_and_owns_nothing()
    {
        await using var owner = Database.CreateOwnerContext();
        var (_, secret) = await new AccessTokens(owner).CreateAsync("airflow", AccessScopes.Write, "ann", TimeProvider.System.GetUtcNow());
        await RunAsync("first");
        await RunAsync("it's 'second'");
        var login = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString)
        {
            Username = "mlops_serve",
            Password = "it's 'second'",
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(login);
        var contexts = ContextFactory.For<MlOpsDbContext>();
        await using var context = contexts.Create(source, Tenants.Default);
        Assert.Equal("airflow", (await new AccessTokens(context).FindAsync(secret.Reveal()))?.Name);
        foreach (var role in (string[])[MlOpsRoles.Reader, MlOpsRoles.App, MlOpsRoles.Service])
            Assert.Equal([role], await source.ColumnAsync($"SET ROLE {role}; SELECT current_user::text"));

        string[] attempts = [$"SET ROLE {MlOpsRoles.Owner}", "SELECT secret_hash FROM ml_access_tokens", "DROP TABLE ml_models"];
        foreach (var refused in attempts)
            await Assert.ThrowsAsync<PostgresException>(() => source.ColumnAsync(refused));

        // Roles belong to the server, which other tests use too.
        await Database.ExecuteAsync("DROP ROLE mlops_serve");
    }

    private Task RunAsync(string password)
    {
        var owner = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString);
        return Tool.AssertPassesAsync(
            "psql",
            new Dictionary<string, string?>
            {
                ["PGHOST"] = owner.Host,
                ["PGPORT"] = $"{owner.Port}",
                ["PGUSER"] = owner.Username,
                ["PGPASSWORD"] = owner.Password,
                ["PGDATABASE"] = owner.Database,
                ["SERVE_PASSWORD"] = password,
            },
            "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file=login.sql");
    }
}
