using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>Names with capitals, spaces, quotes and signs that mean something elsewhere.</summary>
public class QuotingTests
{
    private const string Role = "It's a \"Reader\" 100%s";
    private const string Quoted = "\"It's a \"\"Reader\"\" 100%s\"";

    [Fact]
    public void Roles_tables_triggers_views_and_schemas_are_quoted_where_they_need_to_be() => Assert.Equal(
        [
            """
            DO $role$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'It''s a "Reader" 100%s') THEN
                    CREATE ROLE "It's a ""Reader"" 100%s" NOLOGIN;
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END $role$;
            """,
            """
            CREATE FUNCTION "My f"()
            RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            """,
            CreateSqlTests.Policy("\"My Shop\".\"Client's 100%s\""),
            $"GRANT USAGE ON SCHEMA \"My Shop\" TO {Quoted};",
            $"GRANT SELECT ON \"My Shop\".\"Client's 100%s\" TO {Quoted};",
            "CREATE TRIGGER \"Set \"\"It\"\"\" BEFORE UPDATE OF name ON \"My Shop\".\"Client's 100%s\" FOR EACH ROW EXECUTE FUNCTION " +
            "\"My f\"();",
            $"""
            CREATE MATERIALIZED VIEW "My Shop"."M x" AS
            SELECT 1 AS "Key";
            CREATE UNIQUE INDEX "ux_M x" ON "My Shop"."M x" ("Key");
            GRANT USAGE ON SCHEMA "My Shop" TO {Quoted}, shop_reader;
            GRANT SELECT ON "My Shop"."M x" TO {Quoted}, shop_reader;
            """,
            $"""
            CREATE VIEW "My Shop"."Top Clients" WITH (security_invoker = true) AS
            SELECT x."Key" FROM "My Shop"."M x" AS x;
            GRANT USAGE ON SCHEMA "My Shop" TO {Quoted};
            GRANT SELECT ON "My Shop"."Top Clients" TO {Quoted};
            """,
        ],
        MigrationSql.ListStatements(null, Hostile).Where(statement => !statement.Contains("$EF$", StringComparison.Ordinal)
            && !statement.StartsWith("CREATE TABLE", StringComparison.Ordinal)
                && !statement.Contains("CREATE SCHEMA", StringComparison.Ordinal)));

    [Fact]
    public void What_is_dropped_is_quoted_too() => Assert.Equal(
        [
            "DROP VIEW IF EXISTS \"My Shop\".\"Top Clients\";",
            "DROP MATERIALIZED VIEW IF EXISTS \"My Shop\".\"M x\";",
            "DROP TRIGGER IF EXISTS \"Set \"\"It\"\"\" ON \"My Shop\".\"Client's 100%s\";",
            $"REVOKE SELECT ON \"My Shop\".\"Client's 100%s\" FROM {Quoted};",
            "DROP FUNCTION IF EXISTS \"My f\"();",
        ],
        MigrationSql.ListStatements(Hostile, model => Table(model).IsTenantOwned(customer => customer.TenantId)));

    [Fact]
    public void Names_within_texts_of_sql_are_quoted_twice() => Assert.Equal(
        [
            """
            DO $partitions$
            DECLARE
                slice regclass;
            BEGIN
                FOR slice IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '"It''s ours"'::regclass LOOP
                    EXECUTE format('GRANT SELECT ON %s TO "It''s a ""Reader"" 100%%s"', slice);
                END LOOP;
            END $partitions$;
            """,
        ],
        MigrationSql.ListStatements(Sliced, model =>
        {
            Sliced(model);
            Granted(model);
        }).Skip(1));

    /// <summary>A model with names that are hard on SQL.</summary>
    internal static void Hostile(ModelBuilder model)
    {
        model.HasSqlRole(Role).HasSqlFunction("\"My f\"()", "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        Table(model).IsTenantOwned(customer => customer.TenantId).GrantTo(Role, TableRights.Select)
            .HasSqlTrigger("Set \"It\"", "BEFORE UPDATE OF name", "EXECUTE FUNCTION \"My f\"()");
        model.HasSqlMaterializedView("My Shop.M x", ["Key"], _ => "SELECT 1 AS \"Key\"", Role, "shop_reader");
        model.HasSqlView("My Shop.Top Clients", names => $"SELECT x.\"Key\" FROM {names.View("My Shop.M x")} AS x", Role);
    }

    internal static void Sliced(ModelBuilder model)
    {
        Shop.Orders(model).ToTable("It's ours");
        Shop.Lines(model).ToTable("Li%nes' %s");
    }

    internal static void Granted(ModelBuilder model)
    {
        model.HasSqlRole(Role, RoleScope.AllTenants);
        model.Entity<Order>().GrantPartitionsTo(Role, TableRights.Select);
    }

    private static EntityTypeBuilder<Customer> Table(ModelBuilder model) =>
        Shop.Customers(model).ToTable("Client's 100%s", "My Shop");
}
