using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>Both ways of emptying a database do the same.</summary>
[OneVersionIsEnough]
public sealed class DatabaseResetTests(TestServer server)
{
    private const string Relations =
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm') ORDER BY 1";

    private static readonly string[] History = ["mlops_migrations_history"];

    [Theory, InlineData("deletion"), InlineData("Respawn")]
    public async Task All_tables_and_views_are_empty_and_the_history_stays(string way)
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        var reset = await CreateAsync(way, dataSource);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await FillAsync(dataSource, null);
            Assert.Contains("m_daily_predictions", await FilledAsync(dataSource));
            await reset.RunAsync();
            Assert.Equal(History, await FilledAsync(dataSource));
        }

        await server.DropDatabaseAsync(connectionString);
    }

    [Theory, InlineData("deletion"), InlineData("Respawn")]
    public async Task An_owner_who_is_no_superuser_empties_the_rows_of_all_tenants(string way)
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        await using (var context = server.CreateContext(owner.DataSource))
            await new SchemaUpgrade(context).MigrateAsync();

        foreach (var tenant in (Guid?[])[null, Guid.CreateVersion7()])
            await FillAsync(owner.DataSource, tenant);

        await (await CreateAsync(way, owner.DataSource)).RunAsync();
        var filled = ListFilled(await owner.DataSource.ColumnAsync(Relations));
        Assert.Equal(History, await owner.ScalarAsync<string[]>($"SELECT array_agg(name) FROM ({filled}) f", role: "mlops"));
    }

    [Theory, InlineData("deletion"), InlineData("Respawn")]
    public async Task A_role_that_may_not_is_told_who_may(string way)
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(connectionString);
        await FillAsync(owner, null);
        await using var app = NpgsqlDataSource.Create($"{connectionString};Options=-c role={MlOpsRoles.App}");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await (await CreateAsync(way, app)).RunAsync());
        Assert.Contains("Reset it through a data source of its owner", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(History, await FilledAsync(owner));
        await app.DisposeAsync();
        await owner.DisposeAsync();
        await server.DropDatabaseAsync(connectionString);
    }

    private static async Task<DatabaseReset> CreateAsync(string way, NpgsqlDataSource dataSource) =>
        way == "Respawn" ? await DatabaseReset.ByRespawnAsync(dataSource) : DatabaseReset.ByDeletion(dataSource);

    private async Task FillAsync(NpgsqlDataSource dataSource, Guid? tenant)
    {
        await using var context = server.CreateContext(dataSource, tenant);
        // A variant was saved with its experiment.
        foreach (var entity in Population.Create(tenantId: tenant).Where(entity => context.Entry(entity).State == EntityState.Detached))
        {
            context.Add(entity);
            await context.SaveChangesAsync();
        }

        await new ViewRefresh(context).RunAsync();
    }

    private static async Task<List<string>> FilledAsync(NpgsqlDataSource dataSource) =>
        await dataSource.ColumnAsync(ListFilled(await dataSource.ColumnAsync(Relations)));

    private static string ListFilled(IEnumerable<string> relations) =>
        string.Join(" UNION ALL ", relations.Select(name => $"SELECT '{name}' AS name WHERE EXISTS (SELECT FROM {name})"));
}
