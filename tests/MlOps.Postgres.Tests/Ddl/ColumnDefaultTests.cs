using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>Defaults for SQL of others, of which EF knows nothing.</summary>
public sealed class ColumnDefaultTests(TestServer server) : MigratedDatabaseTest(server)
{
    [Fact]
    public void A_default_is_set_changed_and_dropped_alone()
    {
        Assert.Equal(
            ["ALTER TABLE customers ALTER COLUMN score SET DEFAULT (7);"], MigrationSql.ListStatements(Scored(null), Scored("7")));
        Assert.Equal(
            ["ALTER TABLE customers ALTER COLUMN score SET DEFAULT (8);"], MigrationSql.ListStatements(Scored("7"), Scored("8")));
        Assert.Equal(["ALTER TABLE customers ALTER COLUMN score DROP DEFAULT;"], MigrationSql.ListStatements(Scored("7"), Scored(null)));
        Assert.Empty(MigrationSql.ListStatements(Scored("7"), Scored("7")));
    }

    [Fact]
    public void Rows_that_are_there_do_not_get_the_default_of_a_new_column() => Assert.Equal(
        [
            "ALTER TABLE customers ADD rank integer NOT NULL DEFAULT 0;",
            "ALTER TABLE customers ALTER COLUMN rank SET DEFAULT (random());",
        ],
        MigrationSql.ListStatements(
            model => Shop.Customers(model), model => Shop.Customers(model).Property<int>("Rank").HasSqlDefault("random()")));

    [Fact]
    public void A_function_that_a_default_calls_comes_before_it()
    {
        var statements = MigrationSql.ListStatements(
            null, Scored("zero()").And(model => model.HasSqlFunction("zero()", "RETURNS int LANGUAGE sql AS 'SELECT 0'")));
        Assert.StartsWith("CREATE FUNCTION zero()", statements[0], StringComparison.Ordinal);
        Assert.Contains("score integer NOT NULL DEFAULT (zero()),", statements[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_has_no_default_for_the_key_of_its_root()
    {
        var statements = MigrationSql.ListStatements(null, model =>
        {
            Shop.Orders(model).Property(order => order.Id).HasSqlDefault("of_root()");
            Shop.ExpressOrders(model);
        });
        Assert.Contains("of_root()", statements.Single(sql => sql.StartsWith("CREATE TABLE orders (", StringComparison.Ordinal)));
        var leaf = statements.Single(sql => sql.StartsWith("CREATE TABLE express_orders (", StringComparison.Ordinal));
        Assert.DoesNotContain("of_root()", leaf, StringComparison.Ordinal);
        Assert.Contains($"tenant_id uuid NOT NULL DEFAULT ({CreateSqlTests.Tenant}),", leaf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SQL_of_others_gets_the_defaults_and_EF_writes_its_own_values()
    {
        Action<ModelBuilder> model = builder =>
        {
            var customer = Shop.Customers(builder).IsTenantOwned(entity => entity.TenantId);
            customer.Property(entity => entity.Id).HasSqlDefault("gen_random_uuid()");
            customer.Property(entity => entity.Score).HasSqlDefault("7");
            customer.Property(entity => entity.UpdatedAt).HasSqlDefault("now()");
        };
        await MigrateAsync(null, model);
        var tenant = Guid.NewGuid();
        await ExecuteAsync($"SET app.tenant_id = '{tenant}'; INSERT INTO customers (name) VALUES ('by hand')");
        await using (var context = new ShopContext(model, ConnectionString))
        {
            context.Add(new Customer { TenantId = tenant, Id = Guid.NewGuid(), Name = "by EF", UpdatedAt = DateTimeOffset.UnixEpoch });
            await context.SaveChangesAsync();
        }

        Assert.Equal(
            [$"by EF 0 {tenant} 1970-01-01", $"by hand 7 {tenant} {DateTimeOffset.UtcNow:yyyy-MM-dd}"],
            await ColumnAsync("SELECT concat_ws(' ', name, score, tenant_id, updated_at::date) FROM customers ORDER BY name"));
    }

    private static Action<ModelBuilder> Scored(string? value) => model =>
    {
        var score = Shop.Customers(model).Property(customer => customer.Score);
        if (value is not null)
            score.HasSqlDefault(value);
    };
}
