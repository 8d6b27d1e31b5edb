using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests.Triggers;

/// <summary>When a migration creates its functions.</summary>
public class FunctionOrderTests
{
    private const string Score = "CREATE FUNCTION first_score()\nRETURNS int LANGUAGE sql AS 'SELECT zero()';";
    private const string Definition = "RETURNS int LANGUAGE sql AS 'SELECT 0'";
    private const string Zero = "CREATE FUNCTION zero()\nRETURNS int LANGUAGE sql AS 'SELECT 0';";
    private const string Best = "CREATE FUNCTION best()\nRETURNS int LANGUAGE sql AS 'SELECT max(score) FROM customers';";

    [Fact]
    public void Those_that_a_table_calls_come_right_before_it_and_those_that_may_read_it_after_it()
    {
        var statements = MigrationSql.ListStatements(null, Scored);
        Assert.Equal([Zero, Score], statements.Take(2));
        Assert.StartsWith("CREATE TABLE customers", statements[2], StringComparison.Ordinal);
        Assert.Equal([Best], statements.Skip(3));
    }

    [Fact]
    public void A_function_that_a_check_calls_comes_before_it() => Assert.Equal(
        [Zero, "ALTER TABLE customers ADD CONSTRAINT ck_score CHECK (score >= Zero ());"],
        MigrationSql.ListStatements(
            model => Shop.Customers(model),
            model =>
            {
                Shop.Customers(Declare(model, Zero)).ToTable(table => table.HasCheckConstraint("ck_score", "score >= Zero ()"));
            }));

    [Fact]
    public void A_function_that_a_new_column_calls_comes_before_it() => Assert.Equal(
        [
            Zero,
            "ALTER TABLE customers ADD rank integer NOT NULL DEFAULT (util.zero());",
            "ALTER TABLE customers ADD twice integer GENERATED ALWAYS AS (zero() + zero()) STORED;",
        ],
        MigrationSql.ListStatements(
            model => Shop.Customers(model),
            model =>
            {
                var customer = Shop.Customers(Declare(model, Zero));
                customer.Property<int>("Rank").HasDefaultValueSql("util.zero()");
                customer.Property<int?>("Twice").HasComputedColumnSql("zero() + zero()", stored: true);
            }).Order(StringComparer.Ordinal).OrderBy(statement => statement.StartsWith("ALTER", StringComparison.Ordinal)));

    [Fact]
    public void A_function_that_an_index_calls_comes_before_it() => Assert.Equal(
        [Zero, "CREATE INDEX ix_customers_name ON customers (name) WHERE score > zero();"],
        MigrationSql.ListStatements(
            model => Shop.Customers(model),
            model => Shop.Customers(Declare(model, Zero)).HasIndex(customer => customer.Name).HasFilter("score > zero()")));

    [Theory]
    [InlineData("nonzero()")]
    [InlineData("zero$()")]
    [InlineData("zero + 1")]
    public void Another_name_that_holds_its_name_is_no_call(string sql) => Assert.Equal(
        [$"ALTER TABLE customers ADD rank integer NOT NULL DEFAULT ({sql});", Zero],
        MigrationSql.ListStatements(
            model => Shop.Customers(model),
            model => Shop.Customers(Declare(model, Zero)).Property<int>("Rank").HasDefaultValueSql(sql)));

    [Fact]
    public void A_function_goes_after_what_called_it() => Assert.Equal(
        ["DROP TABLE customers;", "DROP FUNCTION IF EXISTS best();", "DROP FUNCTION IF EXISTS first_score();",
            "DROP FUNCTION IF EXISTS zero();"],
        MigrationSql.ListStatements(Scored, null));

    [Fact]
    public void A_function_with_a_parsed_body_goes_before_the_table_that_it_reads() => Assert.Equal(
        ["DROP FUNCTION IF EXISTS most();", "DROP TABLE customers;", "DROP FUNCTION IF EXISTS most();"],
        MigrationSql.ListStatements(
            model => Shop.Customers(model.HasSqlFunction("most()", "RETURNS int LANGUAGE sql RETURN (SELECT max(score) FROM customers)")),
            null));

    [Theory]
    [InlineData("f(a integer)", "f(b integer)")]
    [InlineData("f(a integer)", "f(a int)")]
    [InlineData("f(a integer)", "f(a integer DEFAULT 0)")]
    public void A_signature_that_may_be_the_same_function_is_dropped_before_it_is_created(string before, string after) => Assert.Equal(
        [$"DROP FUNCTION IF EXISTS {before};", $"CREATE FUNCTION {after}\nRETURNS int LANGUAGE sql AS 'SELECT 0';"],
        MigrationSql.ListStatements(model => model.HasSqlFunction(before, Definition), model => model.HasSqlFunction(after, Definition)));

    [Fact]
    public void A_function_is_dropped_without_the_defaults_of_its_arguments() => Assert.Equal(
        ["DROP FUNCTION IF EXISTS f(a numeric(4,2), b text, c text);"],
        MigrationSql.ListStatements(model =>
            model.HasSqlFunction("f(a numeric(4,2) DEFAULT round(0.5, 1), b text = ',)', c text default 'x')", Definition), null));

    /// <summary>A default calls a function that calls another, and a third reads the table.</summary>
    internal static void Scored(ModelBuilder model) => Shop.Customers(Declare(Declare(Declare(model, Best), Score), Zero))
        .Property(customer => customer.Score).HasDefaultValueSql("first_score()");

    private static ModelBuilder Declare(ModelBuilder model, string statement) =>
        statement["CREATE FUNCTION ".Length..].TrimEnd(';').Split('\n') is [var signature, var definition]
            ? model.HasSqlFunction(signature, definition)
            : throw new ArgumentException(statement);
}
