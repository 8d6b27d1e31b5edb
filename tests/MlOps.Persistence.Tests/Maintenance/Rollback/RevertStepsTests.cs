using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Rollback;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Rollback;

[OneVersionIsEnough]
public sealed class RevertStepsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Schema =
        """
        DROP TABLE IF EXISTS reverted;
        CREATE TABLE reverted (a int, b int, c int);
        CREATE INDEX ix_reverted_a ON reverted (a)
        """;

    public ValueTask InitializeAsync() => new(database.ExecuteAsync(Schema));

    public ValueTask DisposeAsync() => new(database.ExecuteAsync("DROP TABLE IF EXISTS reverted"));

    [Fact]
    public async Task What_runs_in_no_transaction_can_be_repeated_and_losses_are_looked_for_again_after_it()
    {
        await using var context = database.CreateOwnerContext();
        var (first, alone, last) = (Revert(context, "3", Drop("c")), Indexes(context), Revert(context, "1", Drop("a")));
        var looked = new List<string>();
        var steps = new RevertSteps(context, new ArchivedTables(context), part =>
        {
            looked.Add(string.Join(' ', part.Select(one => one.Name)));
            return looked.Count == 2 ? throw new InvalidOperationException("data would be lost") : Task.CompletedTask;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => steps.RunAsync([first, alone, last], default));
        Assert.Equal(["a", "b"], await ColumnsAsync());
        // As after a run that was killed before it noted what it did.
        await steps.RunAsync([alone, last], default);
        Assert.Equal(["b"], await ColumnsAsync());
        Assert.Equal(["3 2 1", "1", "2 1", "1"], looked);
        Assert.Equal(["ix_reverted_b"], await database.ColumnAsync("SELECT indexname::text FROM pg_indexes WHERE tablename = 'reverted'"));
    }

    [Fact]
    public void Steps_on_indexes_can_be_repeated_and_others_beside_them_cannot()
    {
        using var context = database.CreateOwnerContext();
        Assert.Equal((true, false), (Indexes(context).IsAlone, Indexes(context).IsMixed));
        Assert.True(Revert(context, "2", Drop("c"), Concurrent()).IsMixed);
        Assert.False(Revert(context, "2", Drop("c")).IsMixed);
    }

    private static RevertedMigration Indexes(MlOpsDbContext context) =>
        Revert(context, "2", new DropIndexOperation { Table = "reverted", Name = "ix_reverted_a" }, Concurrent());

    private static DropColumnOperation Drop(string column) => new() { Table = "reverted", Name = column };

    private static CreateIndexOperation Concurrent()
    {
        var index = new CreateIndexOperation { Table = "reverted", Name = "ix_reverted_b", Columns = ["b"] };
        index["Npgsql:CreatedConcurrently"] = true;
        return index;
    }

    private static RevertedMigration Revert(MlOpsDbContext context, string name, params MigrationOperation[] operations) =>
        new(name, operations, context.GetService<IMigrationsSqlGenerator>().Generate(operations));

    private Task<List<string>> ColumnsAsync() => database.ColumnAsync(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = 'reverted'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
}
