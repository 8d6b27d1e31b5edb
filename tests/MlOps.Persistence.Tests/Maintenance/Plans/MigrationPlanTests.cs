using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Plans;
using MlOps.Persistence.Maintenance.Review;
using MlOps.Postgres.Locks;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Plans;

[OneVersionIsEnough]
public sealed class MigrationPlanTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Schema =
        """
        DROP TABLE IF EXISTS planned, planned_parts;
        CREATE TABLE planned (a int, b text CONSTRAINT filled CHECK (b IS NOT NULL), c varchar(9));
        INSERT INTO planned SELECT n, 'x', 'y' FROM generate_series(1, 1000) AS n;
        CREATE TABLE planned_parts (id int) PARTITION BY RANGE (id);
        CREATE TABLE planned_part PARTITION OF planned_parts DEFAULT;
        INSERT INTO planned_parts SELECT generate_series(1, 1000)
        """;

    public ValueTask InitializeAsync() => new(database.ExecuteAsync(Schema));

    public ValueTask DisposeAsync() => new(database.ExecuteAsync("DROP TABLE IF EXISTS planned, planned_parts"));

    [Fact]
    public async Task A_lock_lasts_until_its_transaction_ends()
    {
        var plan = await PlanAsync(
            ("CREATE INDEX k ON planned (a)", false), ("UPDATE planned_parts SET id = 1", false),
            ("CREATE INDEX CONCURRENTLY i ON planned (a)", true), ("DELETE FROM planned", false));
        Assert.All(plan.Statements, statement => Assert.True(statement.Bytes > 0));
        Assert.Equal(["planned", "planned", "", ""], plan.Statements.Select(statement => string.Join(' ', statement.HeldTables)));
        var (index, update) = (plan.Statements[0].Duration, plan.Statements[1].Duration);
        Assert.Equal([index, index + update, TimeSpan.Zero, TimeSpan.Zero], plan.Statements.Select(statement => statement.Held));
        Assert.Equal(["planned", "planned_parts"], plan.Tables);
        plan.Require(TimeSpan.FromMilliseconds(10));
        var refused = Assert.Throws<MlOpsException>(() => plan.Require(index));
        Assert.Contains("keep the writers of planned waiting", refused.Message, StringComparison.Ordinal);
        Assert.Contains("The statement is: UPDATE planned_parts SET id = 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_CHECK_says_already_is_not_read_again()
    {
        var plan = await PlanAsync(
            ("ALTER TABLE planned ALTER COLUMN b SET NOT NULL", false), ("ALTER TABLE planned ALTER COLUMN a SET NOT NULL", false));
        Assert.Equal([true, false], plan.Statements.Select(statement => statement.Bytes == 0));
    }

    [Fact]
    public async Task A_table_is_known_by_its_new_name_and_one_that_is_not_there_costs_nothing()
    {
        var plan = await PlanAsync(
            ("ALTER TABLE planned RENAME TO other", false), ("CREATE INDEX i ON other (a)", false),
            ("CREATE INDEX j ON no_table (a)", false));
        Assert.Equal([true, false, true], plan.Statements.Select(statement => statement.Bytes == 0));
        Assert.Equal("planned", Assert.Single(plan.Statements[1].Tables));
        Assert.Null(plan.Statements[2].Lock);
    }

    [Fact]
    public async Task A_text_that_gets_wider_costs_nothing_and_another_type_does()
    {
        await using var context = database.CreateOwnerContext();
        var plan = await MigrationPlan.MeasureAsync(
            context, [.. Retype(context, "c", "varchar(99)", "varchar(9)"), .. Retype(context, "a", "bigint", "int")],
            TestContext.Current.CancellationToken);
        Assert.Equal([true, false], plan.Statements.Select(statement => statement.Bytes == 0));
        Assert.StartsWith("Add a column of the new type", plan.Statements[1].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_harmless_change_of_a_column_hides_no_other_statement_about_it()
    {
        await using var context = database.CreateOwnerContext();
        MigrationOperation[] operations =
        [
            new AlterColumnOperation
            {
                Table = "planned", Name = "c", ColumnType = "varchar(99)", OldColumn = { ColumnType = "varchar(9)" },
            },
            new CreateIndexOperation { Table = "planned", Name = "ix_planned_c", Columns = ["c"] },
        ];
        var commands = context.GetService<IMigrationsSqlGenerator>().Generate(operations);
        var plan = await MigrationPlan.MeasureAsync(
            context, [.. PlanStep.ListOf("m", commands, operations, context.Model)], TestContext.Current.CancellationToken);
        Assert.Equal([true, false], plan.Statements.Select(statement => statement.Bytes == 0));
    }

    [Theory]
    [InlineData("SELECT rewrite_planned()", "ACCESS EXCLUSIVE")]
    [InlineData("SELECT public.\"Calls it\"('x')", "ACCESS EXCLUSIVE")]
    [InlineData("DO $$ BEGIN PERFORM rewrite_planned(); END $$", "ACCESS EXCLUSIVE")]
    [InlineData("DO $$ BEGIN\n-- Don't wait.\nPERFORM rewrite_planned(); END $$", "ACCESS EXCLUSIVE")]
    [InlineData("DO $$ BEGIN\n-- It was rewrite_planned() before.\nNULL; END $$", null)]
    [InlineData("CALL fill_planned(5)", "ROW EXCLUSIVE")]
    [InlineData("SELECT * FROM rewrite_planned() AS done", "ACCESS EXCLUSIVE")]
    [InlineData("DO $$ BEGIN GRANT EXECUTE ON FUNCTION rewrite_planned() TO PUBLIC; END $$", null)]
    [InlineData("DO $$ BEGIN DROP FUNCTION IF EXISTS rewrite_planned(); END $$", null)]
    [InlineData("CREATE TRIGGER t BEFORE UPDATE ON no_table FOR EACH ROW EXECUTE FUNCTION rewrite_planned()", null)]
    [InlineData("CREATE TABLE no_table (a int DEFAULT rewrite_planned())", null)]
    [InlineData("ALTER TABLE no_table ALTER a SET DEFAULT rewrite_planned()", null)]
    [InlineData("SELECT 1 -- rewrite_planned()", null)]
    [InlineData("SELECT length('rewrite_planned()')", null)]
    [InlineData("COMMENT ON FUNCTION rewrite_planned() IS 'x'", null)]
    [InlineData("CREATE VIEW calls_it AS SELECT rewrite_planned()", null)]
    [InlineData("SELECT only_talks()", null)]
    public async Task What_a_called_function_locks_is_planned(string sql, string? expected)
    {
        await database.ExecuteAsync(
            """
            CREATE FUNCTION rewrite_planned() RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                    -- DROP TABLE planned_parts; would be more.
                    ALTER TABLE planned ALTER COLUMN a TYPE bigint;
                END $$;
            CREATE FUNCTION "Calls it"(text) RETURNS void LANGUAGE plpgsql
                AS $$
                BEGIN
                    -- Don't forget it.
                    PERFORM rewrite_planned(); PERFORM "Calls it"($1);
                END $$;
            DO $x$ BEGIN EXECUTE
                'CREATE PROCEDURE fill_planned(n int) BEGIN ATOMIC INSERT INTO planned SELECT n, b FROM planned; END'; END $x$;
            CREATE FUNCTION only_talks() RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                    -- Formerly it called rewrite_planned().
                    PERFORM 1 FROM planned FOR UPDATE;
                    RAISE NOTICE 'TRUNCATE planned is refused';
                END $$
            """);
        try
        {
            var statement = Assert.Single((await PlanAsync((sql, false))).Statements);
            Assert.Equal(expected, statement.Lock);
            Assert.Equal(expected is not null, statement.Bytes > 0);
            Assert.Equal(expected is null ? [] : ["planned"], statement.Tables);
        }
        finally
        {
            await database.ExecuteAsync("DROP FUNCTION rewrite_planned, \"Calls it\", only_talks; DROP PROCEDURE fill_planned");
        }
    }

    [Fact]
    public async Task A_called_function_gives_its_lock_to_no_other_table()
    {
        await database.ExecuteAsync(
            "CREATE FUNCTION empties() RETURNS int LANGUAGE plpgsql AS $$ BEGIN LOCK planned_parts; RETURN 1; END $$");
        try
        {
            var statement = Assert.Single((await PlanAsync(("UPDATE planned SET a = empties()", false))).Statements);
            Assert.Equal("ACCESS EXCLUSIVE", statement.Lock);
            Assert.Equal(["planned_parts"], statement.HeldTables);
            Assert.Equal(["planned", "planned_parts"], statement.Tables.Order(StringComparer.Ordinal));
        }
        finally
        {
            await database.ExecuteAsync("DROP FUNCTION empties");
        }
    }

    [Fact]
    public async Task A_function_that_the_migration_itself_creates_is_known_when_it_is_called()
    {
        var plan = await PlanAsync(
            ("CREATE OR REPLACE FUNCTION public.of_planned() RETURNS void LANGUAGE sql AS $f$ TRUNCATE planned $f$", false),
            ("SELECT of_planned()", false));
        Assert.Equal([null, "ACCESS EXCLUSIVE"], plan.Statements.Select(statement => statement.Lock));

        var replaced = await PlanAsync(
            ("CREATE FUNCTION of_planned() RETURNS void LANGUAGE sql AS $f$ TRUNCATE planned $f$", false),
            ("CREATE OR REPLACE FUNCTION of_planned() RETURNS void LANGUAGE sql AS $f$ SELECT $f$", false),
            ("SELECT of_planned()", false));
        Assert.All(replaced.Statements, statement => Assert.Null(statement.Lock));
    }

    private static IEnumerable<PlanStep> Retype(MlOpsDbContext context, string column, string type, string before)
    {
        MigrationOperation[] operations =
            [new AlterColumnOperation { Table = "planned", Name = column, ColumnType = type, OldColumn = { ColumnType = before } }];
        return PlanStep.ListOf("m", context.GetService<IMigrationsSqlGenerator>().Generate(operations), operations, context.Model);
    }

    private async Task<MigrationPlan> PlanAsync(params (string Sql, bool IsAlone)[] statements)
    {
        await using var context = database.CreateOwnerContext();
        return await MigrationPlan.MeasureAsync(
            context,
            [
                .. statements.Select(statement => new PlanStep(
                    "m", statement.Sql, statement.IsAlone, StatementLocks.Find(statement.Sql, HarmlessChanges.MayBeVolatile), "Wait")),
            ],
            TestContext.Current.CancellationToken);
    }
}
