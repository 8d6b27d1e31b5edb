using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Review;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Testing;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MlOps.Persistence.Tests.Maintenance;

[NeedsNoServer]
public class MigrationReviewTests
{
    public static TheoryData<MigrationOperation, string> Blocking() => new()
    {
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "bigint", OldColumn = { ColumnType = "integer" } },
            "from integer to bigint" },
        { Retyped("character varying(100)", "character varying(50)"), "from character varying(100) to character varying(50)" },
        { Retyped("text", "character varying(50)"), "from text to character varying(50)" },
        { Retyped("character varying", "character varying(50)"), "to character varying(50)" },
        { Retyped("integer", "text"), "from integer to text" },
        { new AlterColumnOperation { Table = "model_versions", Name = "stage", ColumnType = "text",
            OldColumn = { ColumnType = "varchar(9)" } }, "checks every row again" },
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "text",
            OldColumn = { ColumnType = "varchar(9)", IsNullable = true } }, "IS NOT NULL" },
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "text", OldColumn = { ColumnType = "text", IsNullable = true } },
            "IS NOT NULL" },
        { new AddColumnOperation { Table = "t", Name = "c", ComputedColumnSql = "a + b" }, "rewrites the table" },
        { new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "gen_random_uuid()" }, "volatile default" },
        { new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "now() + random() * interval '1 s'" }, "volatile default" },
        { new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "clock_timestamp\n()" }, "volatile default" },
        { new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "my_schema.now()" }, "volatile default" },
        { Key("t", "ml_models"), "nor reads those of tenants" },
        { Key("ml_predictions", "ml_models"), "NOT VALID" },
        { new AddPrimaryKeyOperation { Table = "t", Name = "pk" }, "unique index concurrently" },
        { new AlterColumnOperation { Table = "t", Name = "c", ComputedColumnSql = "a + b", OldColumn = { ComputedColumnSql = "a" } },
            "rewrites the table" },
        { new AddUniqueConstraintOperation { Table = "t", Name = "ak" }, "concurrently" },
        { new CreateIndexOperation { Table = "t", Name = "ix" }, "IsCreatedConcurrently" },
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "text", Collation = "C", OldColumn = { ColumnType = "text" } },
            "collation" },
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "text",
            OldColumn = { ColumnType = "text", ComputedColumnSql = "a" } }, "values are lost" },
        { Annotated(new AddColumnOperation { Table = "t", Name = "c" }, "Npgsql:ValueGenerationStrategy",
            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn), "numbers every row" },
        { Annotated(new AlterTableOperation { Name = "t" }, "Npgsql:UnloggedTable", true), "rewrites the table" },
        { Annotated(new AlterTableOperation { Name = "t" }, "MlOps:Exclusion:ex", """{"Equal":["a"],"From":"b","To":"c"}"""),
            "adds the constraint ex against overlapping periods to t" },
        { new SqlOperation { Sql = "UPDATE t SET c = 1" }, "cannot be reviewed" },
        { Annotated(new AlterDatabaseOperation(), "MlOps:View:m", """{"Query":"SELECT 1","Reads":["t"],"UniqueKey":["a"],"Readers":[]}"""), "fills the materialized view m from t" },
    };

    public static TheoryData<MigrationOperation> Harmless() =>
    [
        new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "0" },
        new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "now()" },
        new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "timezone('utc', CURRENT_TIMESTAMP(3))" },
        new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "'f(x)'::varchar(50)" },
        Retyped("character varying(50)", "character varying(100)"),
        Retyped("varchar(50)", "text"),
        Retyped("character varying(50)", "varchar"),
        Retyped("text", "character varying"),
        new AddCheckConstraintOperation { Table = "t", Name = "ck" },
        new AddColumnOperation { Table = "t", Name = "c", IsNullable = true },
        new DropColumnOperation { Table = "t", Name = "c" },
        new CreateTableOperation { Name = "new" },
        Concurrent("t"),
        Key("ml_feedback", "ml_predictions"),
        Annotated(new AddColumnOperation { Table = "t", Name = "c" }, "Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.None),
        Annotated(new AlterDatabaseOperation(), "MlOps:View:v", """{"Query":"SELECT 1","Reads":["t"],"Readers":[]}"""),
    ];

    [Theory, MemberData(nameof(Blocking))]
    public void A_step_that_blocks_a_table_with_rows_is_named_with_a_way_out(MigrationOperation step, string mentioned)
    {
        var risk = Assert.Single(Review(step));
        Assert.Contains(mentioned, risk.ToString(), StringComparison.Ordinal);
        Assert.Contains(" t", risk.Step, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Harmless))]
    public void A_step_that_does_not_block_is_not_named(MigrationOperation step) => Assert.Empty(Review(step));

    [Theory]
    [InlineData("t", 0)]
    [InlineData("other", 1)]
    public void What_happens_to_a_table_that_is_created_alongside_does_not_count(string created, int risks) => Assert.Equal(
        risks, Review(new CreateTableOperation { Name = created }, new CreateIndexOperation { Table = "t", Name = "ix" }).Count);

    [Theory]
    [InlineData("ml_models", 1)]
    [InlineData("ml_predictions", 0)]
    [InlineData("new", 1)]
    public void A_concurrent_index_of_an_ordinary_table_stands_in_a_migration_of_its_own(string table, int risks)
    {
        var found = Review(Concurrent(table), new CreateTableOperation { Name = "new" });
        Assert.Equal(risks, found.Count);
        Assert.All(found, risk => Assert.Contains("Put the index into a migration of its own", risk.Advice, StringComparison.Ordinal));
        Assert.Empty(Review(Concurrent(table), Concurrent(table)));
    }

    [Fact]
    public void A_new_member_of_an_enumeration_is_allowed_in_a_migration_of_its_own()
    {
        MigrationOperation[] member =
            [new DropCheckConstraintOperation { Table = "t", Name = "ck" }, new AddCheckConstraintOperation { Table = "t", Name = "ck" }];
        Assert.Empty(Review(member));
        var risk = Assert.Single(Review([.. member, new DropColumnOperation { Table = "t", Name = "c" }]));
        Assert.Equal("adds the CHECK ck to t, beside other steps", risk.Step);
        Assert.Contains("in a migration of their own", risk.Advice, StringComparison.Ordinal);
        Assert.Empty(Review([.. member, new CreateTableOperation { Name = "t" }]));
    }

    [Fact]
    public void A_materialized_view_of_new_tables_alone_is_filled_at_once() => Assert.Empty(Review(
        new CreateTableOperation { Name = "t" },
        Annotated(new AlterDatabaseOperation(), "MlOps:View:m", """{"Query":"SELECT 1","Reads":["t"],"UniqueKey":["a"],"Readers":[]}""")));

    [Fact]
    public void Our_own_migrations_do_not_block()
    {
        using var context = new MlOpsDbContext(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().Options);
        var assembly = context.GetService<IMigrationsAssembly>();
        Assert.NotEmpty(assembly.Migrations);
        Assert.All(assembly.Migrations.Values, type =>
            Assert.Empty(MigrationReview.Of(assembly.CreateMigration(type, context.Database.ProviderName!))));
    }

    private static IReadOnlyList<MigrationRisk> Review(params MigrationOperation[] steps) => MigrationReview.Of(steps, TestModels.Create());

    private static CreateIndexOperation Concurrent(string table)
    {
        var index = new CreateIndexOperation { Table = table, Name = "ix" };
        index["Npgsql:CreatedConcurrently"] = true;
        return index;
    }

    private static AlterColumnOperation Retyped(string from, string to) =>
        new() { Table = "t", Name = "c", ColumnType = to, OldColumn = { ColumnType = from } };

    private static T Annotated<T>(T step, string annotation, object value)
        where T : MigrationOperation
    {
        step[annotation] = value;
        return step;
    }

    private static AddForeignKeyOperation Key(string table, string principal) =>
        new() { Table = table, Name = "fk", PrincipalTable = principal };
}
