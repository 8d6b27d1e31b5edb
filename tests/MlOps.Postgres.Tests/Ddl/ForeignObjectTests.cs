using Microsoft.EntityFrameworkCore;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>What a database has that no migration created is neither replaced nor dropped.</summary>
public class ForeignObjectTests(TestServer server) : MigratedDatabaseTest(server)
{
    [Fact]
    public async Task A_function_of_the_same_signature_is_not_replaced()
    {
        await ExecuteAsync("CREATE FUNCTION zero() RETURNS int LANGUAGE sql AS 'SELECT 42'");
        var error = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(null, model => Zero(model, 0)));
        Assert.Equal(PostgresErrorCodes.DuplicateFunction, error.SqlState);
        Assert.Contains("\"zero\" already exists", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(["42"], await ColumnAsync("SELECT zero()::text"));
    }

    [Fact]
    public async Task A_function_that_a_migration_before_has_created_is_replaced_and_what_calls_it_stays()
    {
        await MigrateAsync(null, model => Zero(model, 1));
        await ExecuteAsync("CREATE VIEW v_zero AS SELECT zero()::text AS value");
        await MigrateAsync(model => Zero(model, 1), model => Zero(model, 2));
        Assert.Equal(["2"], await ColumnAsync("SELECT value FROM v_zero"));
    }

    [Fact]
    public async Task A_view_of_the_same_name_is_not_replaced()
    {
        await ExecuteAsync("CREATE VIEW v_one AS SELECT 42 AS one");
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            MigrateAsync(null, model => model.HasSqlView("v_one", _ => "SELECT 1 AS one")));
        Assert.Equal(PostgresErrorCodes.DuplicateTable, error.SqlState);
        Assert.Equal(["42"], await ColumnAsync("SELECT one::text FROM v_one"));
    }

    [Fact]
    public async Task A_trigger_of_the_same_name_is_not_replaced()
    {
        await MigrateAsync(null, model => Shop.Customers(model));
        await ExecuteAsync("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        await ExecuteAsync("CREATE TRIGGER stamp AFTER DELETE ON customers FOR EACH ROW EXECUTE FUNCTION f()");
        var error = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(
            model =>
                Shop.Customers(model), model => Shop.Customers(model).HasSqlTrigger("stamp", "BEFORE UPDATE", "EXECUTE FUNCTION f()")));
        Assert.Equal(PostgresErrorCodes.DuplicateObject, error.SqlState);
        Assert.Contains(
            "AFTER DELETE", Assert.Single(await ColumnAsync("SELECT pg_get_triggerdef(oid) FROM pg_trigger")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE ix_name (id int)")]
    [InlineData("CREATE TABLE others (name text); CREATE INDEX ix_name ON others (name)")]
    public async Task What_has_the_name_of_an_index_is_not_taken_for_it(string sql)
    {
        await MigrateAsync(null, model => Shop.Customers(model));
        await ExecuteAsync(sql);
        var before = await SchemaCatalogue.ReadAsync(DataSource);
        var error = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(
            model => Shop.Customers(model),
            model => Shop.Customers(model).HasIndex(customer => customer.Name, "ix_name").IsCreatedConcurrently()));
        Assert.Equal(PostgresErrorCodes.DuplicateTable, error.SqlState);
        Assert.Equal(
            "The index ix_name of customers cannot be built: the schema has something else of that name. " +
            "Rename that, or the index by HasDatabaseName.",
            error.MessageText);
        Assert.Equal(before, await SchemaCatalogue.ReadAsync(DataSource));
    }

    private static void Zero(ModelBuilder model, int value) =>
        model.HasSqlFunction("zero()", $"RETURNS int LANGUAGE sql AS 'SELECT {value}'");
}
