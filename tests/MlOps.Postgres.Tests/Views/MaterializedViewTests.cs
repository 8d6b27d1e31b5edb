using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Views;

/// <summary>A materialized view of tenants' rows, which somebody owns who is no superuser.</summary>
public sealed class MaterializedViewTests(TestServer server) : IAsyncLifetime
{
    private static readonly Guid First = new("0195a000-0000-7000-8000-000000000001");
    private static readonly Guid Second = new("0195a000-0000-7000-8000-000000000002");

    private PlainOwner _owner = null!;

    // Roles are the server's, and whoever creates one may make himself its member.
    private string Role => $"{_owner.Name}_role";

    private string App => $"{_owner.Name}_app";

    private string Service => $"{_owner.Name}_service";

    public async ValueTask InitializeAsync() => _owner = await PlainOwner.CreateAsync(server, tenantSetting: "app.tenant_id");

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    [Theory, InlineData(false), InlineData(true)]
    public async Task It_is_filled_with_the_rows_of_all_tenants_whatever_the_session_says(bool withTenant)
    {
        await CreateAsync();
        await RefreshAsync(withTenant ? First : null);
        Assert.Equal(5m, await _owner.ScalarAsync<decimal>("SELECT sum(customers) FROM m_customers", Service));
    }

    [Fact]
    public async Task It_is_filled_when_it_is_created_over_tables_with_rows()
    {
        await CreateAsync();
        foreach (var statement in MigrationSql.ListStatements(Model, Changed))
            await ExecuteAsync(statement);

        Assert.Equal(5L, await _owner.ScalarAsync<long>("SELECT count(*) FROM m_names"));
    }

    [Fact]
    public async Task Its_owner_reads_the_rows_of_all_tenants_and_writes_none_of_another()
    {
        await CreateAsync();
        Assert.Equal(5L, await _owner.ScalarAsync<long>("SELECT count(*) FROM customers"));
        Assert.Equal(5L, await _owner.ScalarAsync<long>("SELECT count(*) FROM customers", tenant: First));
        foreach (var change in (string[])["UPDATE customers SET score = 2", "DELETE FROM customers"])
        {
            Assert.Equal(0L, await _owner.ScalarAsync<long>($"WITH changed AS ({change} RETURNING 1) SELECT count(*) FROM changed"));
            Assert.Equal(
                2L, await _owner.ScalarAsync<long>($"WITH changed AS ({change} RETURNING 1) SELECT count(*) FROM changed", tenant: First));
        }

        var error = await Assert.ThrowsAsync<PostgresException>(() => _owner.ScalarAsync<object>(
            Insert(Second, 1), tenant: First));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task A_tenant_sees_its_part_and_nothing_else()
    {
        await CreateAsync();
        await RefreshAsync(null);
        Assert.Equal(2L, await _owner.ScalarAsync<long>("SELECT customers FROM v_customers", App, First));
        Assert.Equal(3L, await _owner.ScalarAsync<long>("SELECT customers FROM v_customers", App, Second));
        Assert.Equal(0L, await _owner.ScalarAsync<long>("SELECT count(*) FROM v_customers", App));
        var error =
            await Assert.ThrowsAsync<PostgresException>(() => _owner.ScalarAsync<long>("SELECT count(*) FROM m_customers", App, First));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Its_owner_sees_all_of_it_through_the_view_in_a_session_without_a_tenant()
    {
        await CreateAsync();
        await RefreshAsync(null);
        Assert.Equal(5m, await _owner.ScalarAsync<decimal>("SELECT sum(customers) FROM v_customers"));
        Assert.Equal(2m, await _owner.ScalarAsync<decimal>("SELECT sum(customers) FROM v_customers", tenant: First));
        Assert.Equal(0L, await _owner.ScalarAsync<long>("SELECT count(*) FROM v_customers", App));
    }

    [Fact]
    public async Task The_part_of_a_tenant_is_found_by_the_index()
    {
        await CreateAsync();
        await RefreshAsync(null);
        var plan = await _owner.ScalarAsync<string>(
            "SET enable_seqscan = off; EXPLAIN (COSTS off, FORMAT json) SELECT * FROM v_customers", tenant: First);
        Assert.Contains("\"Index Cond\": \"((tenant_id >= CASE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_of_the_reader_is_not_shown_the_rows_of_others()
    {
        await CreateAsync();
        await RefreshAsync(null);
        // It costs next to nothing, so that the planner would call it first where no index is at hand.
        await _owner.AsAdministratorAsync(
            $$"""
            CREATE FUNCTION tell(tenant uuid) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $f$
            BEGIN
                IF tenant <> '{{First}}' THEN RAISE 'I saw %', tenant; END IF;
                RETURN true;
            END $f$;
            """);
        Assert.Equal(1L, await _owner.ScalarAsync<long>(
            "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM " +
            "v_customers WHERE tell(tenant_id)",
            App,
            First));
    }

    [Fact]
    public async Task Who_is_not_a_member_of_the_owners_and_cannot_become_one_is_told_instead_of_having_an_empty_view()
    {
        await using var stranger = await PlainOwner.CreateAsync(server, "NOCREATEROLE", "app.tenant_id");
        await stranger.AsAdministratorAsync($"CREATE ROLE {Role}; CREATE ROLE {App}; CREATE ROLE {Service}");
        await using (var context = new ShopContext(Model, stranger.ConnectionString))
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => context.Database.EnsureCreatedAsync());
            Assert.Equal(
                $"Materialized view m_customers would be filled with no rows, since {stranger.Name} has not the rights of the role " +
                $"{Role}. Let an administrator run: GRANT {Role} TO {stranger.Name}",
                error.MessageText);
        }

        await stranger.AsAdministratorAsync($"GRANT {Role} TO {stranger.Name}");
        await using (var context = new ShopContext(Model, stranger.ConnectionString))
            Assert.True(await context.Database.EnsureCreatedAsync());
    }

    [Fact]
    public async Task Who_does_not_inherit_the_rights_of_his_roles_is_told_so()
    {
        await using var stranger = await PlainOwner.CreateAsync(server, "CREATEROLE NOINHERIT", "app.tenant_id");
        await stranger.AsAdministratorAsync($"GRANT CREATE ON SCHEMA public TO {stranger.Name}");
        await using var context = new ShopContext(Model, stranger.ConnectionString);
        var error = await Assert.ThrowsAsync<PostgresException>(() => context.Database.EnsureCreatedAsync());
        Assert.Contains("would be filled with no rows", error.MessageText, StringComparison.Ordinal);
    }

    private void Model(ModelBuilder model)
    {
        CustomerCountsView.Add(
            model.HasSqlRole(Role, RoleScope.Owner).HasSqlRole(Service, RoleScope.AllTenants).HasSqlRole(App), Service)
            .HasSqlTenantView("v_customers", "m_customers", App);
        model.Entity<Customer>().GrantTo(App, TableRights.All);
    }

    private void Changed(ModelBuilder model)
    {
        Model(model);
        model.HasSqlMaterializedView("m_names", ["tenant_id", "id"], names =>
        {
            var c = names.Table<Customer>("c");
            return $"SELECT {c[x => x.TenantId]}, {c[x => x.Id]}, {c[x => x.Name]} FROM {c}";
        });
    }

    private async Task CreateAsync()
    {
        await using var context = new ShopContext(Model, _owner.ConnectionString);
        await context.Database.EnsureCreatedAsync();
        await _owner.AsAdministratorAsync($"{Insert(First, 2)}; {Insert(Second, 3)}");
    }

    private static string Insert(Guid tenant, int rows) =>
        $"INSERT INTO customers SELECT '{tenant}', gen_random_uuid(), 'c', 1, now() FROM generate_series(1, {rows})";

    private async Task RefreshAsync(Guid? tenant) => Assert.Equal("done", await _owner.ScalarAsync<string>(
        "REFRESH MATERIALIZED VIEW CONCURRENTLY m_customers; SELECT 'done'", tenant: tenant));

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _owner.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
