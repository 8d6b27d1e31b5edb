using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Ddl;

public class AlterSqlTests
{
    private static readonly Action<ModelBuilder> Plain = model => Shop.Customers(model);
    private static readonly Action<ModelBuilder> Watched = model => Shop.Customers(model)
        .HasSqlTrigger("on_score", "BEFORE UPDATE OF name, score", "EXECUTE FUNCTION f()")
        .HasSqlTrigger("on_change", "BEFORE UPDATE", "WHEN (NEW.\"score\" > 1) EXECUTE FUNCTION f()")
        .HasSqlTrigger("on_other", "BEFORE UPDATE OF high_score", "EXECUTE FUNCTION f()");

    private static readonly Action<ModelBuilder> LongScore = model =>
        model.Entity<Customer>().Property(customer => customer.Score).HasConversion<long>();

    private static readonly Action<ModelBuilder> Owned = model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId);

    [Fact]
    public void A_policy_is_added_and_removed_with_the_default_of_its_column()
    {
        Assert.Equal(
            [$"ALTER TABLE customers ALTER COLUMN tenant_id SET DEFAULT ({CreateSqlTests.Tenant});", CreateSqlTests.Policy("customers")],
            MigrationSql.ListStatements(Plain, Owned));
        Assert.Equal(
            [
                """
                DROP POLICY tenant_isolation ON customers;
                ALTER TABLE customers NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE customers DISABLE ROW LEVEL SECURITY;
                """,
                "ALTER TABLE customers ALTER COLUMN tenant_id DROP DEFAULT;",
            ],
            MigrationSql.ListStatements(Owned, Plain));
    }

    [Fact]
    public void A_policy_comes_after_the_column_that_it_needs()
    {
        var statements = MigrationSql.ListStatements(
            model =>
            {
                model.Entity<Customer>().ToTable("customers").HasKey(customer => customer.Id);
                model.Entity<Customer>().Ignore(customer => customer.TenantId);
            },
            Owned);
        Assert.Contains("ALTER TABLE customers ADD tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';", statements);
        Assert.Equal(CreateSqlTests.Policy("customers"), statements[^1]);
    }

    [Fact]
    public void A_grant_changes_and_the_policy_stays() => Assert.Equal(
        ["REVOKE SELECT ON customers FROM shop_reader;", "GRANT SELECT, INSERT ON customers TO shop_reader;"],
        MigrationSql.ListStatements(
            Owned.And(model => model.Entity<Customer>().GrantTo("shop_reader", TableRights.Select).GrantTo("shop_app", TableRights.All)),
            Owned.And(model => model.Entity<Customer>()
                .GrantTo("shop_reader", TableRights.Select | TableRights.Insert).GrantTo("shop_app", TableRights.All))));

    [Fact]
    public void A_trigger_changes_under_the_old_name_of_a_table_that_is_renamed()
    {
        var statements = MigrationSql.ListStatements(
            Owned.And(model => Trigger(model, "BEFORE UPDATE")),
            Owned.And(model => Trigger(model, "BEFORE INSERT")).And(model => model.Entity<Customer>().ToTable("clients")));
        Assert.Equal(
            [
                "DROP TRIGGER IF EXISTS stamp ON customers;",
                "ALTER TABLE customers DROP CONSTRAINT pk_customers;",
                "ALTER TABLE customers RENAME TO clients;",
                "ALTER TABLE clients ADD CONSTRAINT pk_clients PRIMARY KEY (tenant_id, id);",
                "CREATE TRIGGER stamp BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION f();",
            ],
            statements);
    }

    [Fact]
    public void A_trigger_that_watches_a_column_makes_way_for_its_new_type_and_others_stay() => Assert.Equal(
        [
            "DROP TRIGGER IF EXISTS on_change ON customers;",
            "DROP TRIGGER IF EXISTS on_score ON customers;",
            "ALTER TABLE customers ALTER COLUMN score TYPE bigint;",
            "CREATE TRIGGER on_change BEFORE UPDATE ON customers FOR EACH ROW WHEN (NEW.\"score\" > 1) EXECUTE FUNCTION f();",
            "CREATE TRIGGER on_score BEFORE UPDATE OF name, score ON customers FOR EACH ROW EXECUTE FUNCTION f();",
        ],
        MigrationSql.ListStatements(Watched, Watched.And(LongScore)));

    [Fact]
    public void A_trigger_makes_way_for_a_type_under_the_old_name_of_its_table()
    {
        var statements =
            MigrationSql.ListStatements(Watched, Watched.And(LongScore).And(model => model.Entity<Customer>().ToTable("clients")));
        Assert.Equal(
            ["DROP TRIGGER IF EXISTS on_change ON customers;", "DROP TRIGGER IF EXISTS on_score ON customers;"], statements.Take(2));
        Assert.All(statements.TakeLast(2), statement => Assert.Contains(" ON clients FOR EACH ROW ", statement, StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_makes_way_for_the_type_of_the_tenant_and_the_wall_stays_up() => Assert.Equal(
        [
            "DROP POLICY tenant_isolation ON customers;",
            "ALTER TABLE customers ALTER COLUMN tenant_id TYPE tenant_key;",
            CreateSqlTests.Policy("customers").Split('\n')[^1],
        ],
        MigrationSql.ListStatements(
            Owned, Owned.And(model => model.Entity<Customer>().Property(customer => customer.TenantId).HasColumnType("tenant_key"))));

    [Fact]
    public void What_stays_is_not_repeated_when_something_of_a_table_changes()
    {
        var table = Assert.IsType<AlterTableOperation>(
            Assert.Single(MigrationSql.ListOperations(
                Watched, Watched.And(model => model.Entity<Customer>().GrantTo("shop_reader", TableRights.Select)))));
        Assert.Equal(["PostgresFeatures:Grant:shop_reader"], table.GetAnnotations().Select(annotation => annotation.Name));
        Assert.Empty(table.OldTable.GetAnnotations());
    }

    [Fact]
    public void A_condition_of_a_trigger_may_hold_any_sign() => Assert.Equal(
        "CREATE TRIGGER stamp BEFORE UPDATE OF \"a|b\" ON customers FOR EACH ROW WHEN (NEW.name || '|' = '') EXECUTE FUNCTION f();",
        MigrationSql.ListStatements(null, model => Shop.Customers(model).HasSqlTrigger(
            "stamp", "BEFORE UPDATE OF \"a|b\"", "WHEN (NEW.name || '|' = '') EXECUTE FUNCTION f()"))[^1]);

    private static void Trigger(ModelBuilder model, string when) =>
        model.Entity<Customer>().HasSqlTrigger("stamp", when, "EXECUTE FUNCTION f()");
}
