using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Review;

namespace MlOps.Persistence.Tests.Maintenance;

public class MigrationReviewTests
{
    public static TheoryData<MigrationOperation, string> Blocking() => new()
    {
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "bigint", OldColumn = { ColumnType = "integer" } }, "from integer to bigint" },
        { new AlterColumnOperation { Table = "t", Name = "c", ColumnType = "text", OldColumn = { ColumnType = "text", IsNullable = true } }, "NOT VALID" },
        { new AddColumnOperation { Table = "t", Name = "c", ComputedColumnSql = "a + b" }, "rewrites the table" },
        { new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "gen_random_uuid()" }, "volatile default" },
        { new AddForeignKeyOperation { Table = "t", Name = "fk" }, "NOT VALID" },
        { new AddCheckConstraintOperation { Table = "t", Name = "ck" }, "NOT VALID" },
        { new AddUniqueConstraintOperation { Table = "t", Name = "ak" }, "concurrently" },
        { new CreateIndexOperation { Table = "t", Name = "ix" }, "IsCreatedConcurrently" },
    };

    public static TheoryData<MigrationOperation> Harmless()
    {
        var concurrent = new CreateIndexOperation { Table = "t", Name = "ix" };
        concurrent["Npgsql:CreatedConcurrently"] = true;
        return
        [
            new AddColumnOperation { Table = "t", Name = "c", DefaultValueSql = "0" },
            new AddColumnOperation { Table = "t", Name = "c", IsNullable = true },
            new DropColumnOperation { Table = "t", Name = "c" },
            new CreateTableOperation { Name = "new" },
            concurrent,
        ];
    }

    [Theory, MemberData(nameof(Blocking))]
    public void A_step_that_blocks_a_table_with_rows_is_named_with_a_way_out(MigrationOperation step, string mentioned)
    {
        var risk = Assert.Single(MigrationReview.Of([step]));
        Assert.Contains(mentioned, risk.ToString(), StringComparison.Ordinal);
        Assert.Contains(" t", risk.Step, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Harmless))]
    public void A_step_that_does_not_block_is_not_named(MigrationOperation step) => Assert.Empty(MigrationReview.Of([step]));

    [Theory]
    [InlineData("t", 0)]
    [InlineData("other", 1)]
    public void What_happens_to_a_table_that_is_created_alongside_does_not_count(string created, int risks) => Assert.Equal(
        risks, MigrationReview.Of([new CreateTableOperation { Name = created }, new CreateIndexOperation { Table = "t", Name = "ix" }]).Count);

    [Fact]
    public void Our_own_migrations_do_not_block()
    {
        using var context = new MlOpsDbContext(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().Options);
        var assembly = context.GetService<IMigrationsAssembly>();
        Assert.NotEmpty(assembly.Migrations);
        Assert.All(assembly.Migrations.Values, type =>
            Assert.Empty(MigrationReview.Of(assembly.CreateMigration(type, context.Database.ProviderName!).UpOperations)));
    }
}
