using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>A database with rows of two tenants in every table, and a login that is bound to one of them.</summary>
public abstract class BoundLoginTest(TestDatabase database) : DatabaseTest(database)
{
    private const string Password = "correct horse battery staple";

    protected static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    protected async Task PopulateAsync()
    {
        await Population.StoreAsync(Database);
        await using var context = Database.CreateContext(Other);
        context.AddRange(Population.Create(tenantId: Other));
        await context.SaveChangesAsync();
        foreach (var view in await Database.ColumnAsync("SELECT matviewname::text FROM pg_matviews WHERE schemaname = 'public'"))
            await Database.ExecuteAsync($"REFRESH MATERIALIZED VIEW {view}");
    }

    // Roles belong to the server, which other tests use too.
    protected string NameOf(string login) => $"{new NpgsqlConnectionStringBuilder(Database.ConnectionString).Database}_{login}";

    protected async Task<NpgsqlDataSource> CreateAsync(string login, Guid tenant, string group)
    {
        await using var context = Database.CreateOwnerContext();
        var name = NameOf(login);
        await Database.ExecuteAsync($"DELETE FROM ml_logins; DROP ROLE IF EXISTS \"{name}\"");
        await new LoginMaintenance(context).CreateAsync(name, tenant, group, Password);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString)
        {
            Username = name,
            Password = Password,
            Options = null,
            Pooling = false,
        }.ConnectionString);
    }

    protected static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(RenamedRun.Sql(sql), connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    protected static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(RenamedRun.Sql(sql), connection);
        await command.ExecuteNonQueryAsync();
    }
}
