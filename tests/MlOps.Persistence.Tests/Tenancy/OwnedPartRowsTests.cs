using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Ingestion;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Parts of an application's entities in tables of their own.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class OwnedPartRowsTests(TestServer server) : IAsyncLifetime
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000a");

    private NpgsqlDataSource _owner = null!;
    private NpgsqlDataSource _app = null!;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await server.CreateEmptyDatabaseAsync();
        _owner = NpgsqlDataSource.Create(connectionString);
        _app = NpgsqlDataSource.Create($"{connectionString};Options=-c role={MlOpsRoles.App}");
        await using var context = On(_owner, Tenants.Default);
        await context.Database.EnsureCreatedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _owner.DisposeAsync();
        await server.DropDatabaseAsync(_owner.ConnectionString);
    }

    [Fact]
    public async Task The_app_reads_and_writes_those_of_its_tenant_alone()
    {
        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var context = On(_app, tenant);
            context.Add(new Basket(Sample.Noon) { Items = { new Item { Name = $"of {tenant}" } } });
            await context.SaveChangesAsync();
        }

        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var context = On(_app, tenant);
            Assert.Equal([$"of {tenant}"], await context.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM item").ToListAsync());
            Assert.Equal($"of {tenant}", Assert.Single((await context.Set<Basket>().SingleAsync()).Items).Name);
            Assert.Equal(0, await context.Database.ExecuteSqlAsync($"DELETE FROM item WHERE basket_tenant_id <> {tenant}"));
        }

        Assert.Equal(["2"], await ColumnAsync("SELECT count(*)::text AS \"Value\" FROM item"));
    }

    [Fact]
    public async Task No_table_is_without_a_policy_that_holds_for_its_owner_too() => Assert.Empty(await ColumnAsync(
        $"""
        SELECT relname::text AS "Value" FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN {SharedTables.Sql}
        AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid))
        """));

    private async Task<List<string>> ColumnAsync(string sql)
    {
        await using var context = On(_owner, Tenants.Default);
        return await context.Database.SqlQueryRaw<string>(sql).ToListAsync();
    }

    private static ShapesContext On(NpgsqlDataSource dataSource, Guid tenant)
    {
        var builder = new DbContextOptionsBuilder<ShapesContext>();
        builder.UseMlOps(dataSource, tenant, configure: npgsql => npgsql.MapEnum<Mood>("mood"));
        return new ShapesContext(builder.Options);
    }
}
