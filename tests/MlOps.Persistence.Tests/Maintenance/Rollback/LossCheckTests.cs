using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Rollback;
using MlOps.Persistence.Transactions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Rollback;

[OneVersionIsEnough]
public sealed class LossCheckTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Schema =
        """
        DROP TABLE IF EXISTS "Lost";
        CREATE TABLE "Lost" (a double precision, "B c" text, d int GENERATED ALWAYS AS (1) STORED);
        INSERT INTO "Lost" VALUES (1, 'x'), (1.5, NULL), (NULL, '12345')
        """;

    public ValueTask InitializeAsync() => new(database.ExecuteAsync(Schema));

    public ValueTask DisposeAsync() => new(database.ExecuteAsync("DROP TABLE IF EXISTS \"Lost\""));

    public static TheoryData<MigrationOperation, string?> Operations() => new()
    {
        { new DropTableOperation { Name = "Lost" }, "\"Lost\" (3): it is dropped" },
        { new DropColumnOperation { Table = "Lost", Name = "B c" }, "\"Lost\".\"B c\" (2): it is dropped" },
        { new DropColumnOperation { Table = "Lost", Name = "d" }, null },
        { Retype("a", "integer", "double precision"), "\"Lost\".a (1): it becomes integer" },
        { Retype("a", "text", "double precision"), null },
        { Retype("B c", "character varying(3)", "text"), "\"Lost\".\"B c\" (1): it becomes character varying(3)" },
        { Retype("B c", "integer", "text"), "\"Lost\".\"B c\": it becomes integer, and some values cannot: invalid input" },
        { Retype("B c", "character varying", "character varying(9)"), null },
        { new SqlOperation { Sql = "SELECT 1" }, "hand-written SQL: nobody knows what it does" },
        { new DropColumnOperation { Table = "renamed", Name = "a" }, "renamed.a: it is dropped; the table has another name now" },
        { new DropColumnOperation { Table = "Lost", Name = "B" }, "\"Lost\".\"B\": it is dropped; the column has another name now" },
        { new DropIndexOperation { Table = "Lost", Name = "ix" }, null },
    };

    [Theory, MemberData(nameof(Operations))]
    public async Task What_a_step_loses_is_counted(MigrationOperation operation, string? expected)
    {
        await using var context = database.CreateOwnerContext();
        var losses = await context.InTransactionAsync(
            () => new LossCheck(context, new ArchivedTables(context), locks: true).FindAsync("m", [operation], default), default);
        if (expected is null)
            Assert.Empty(losses);
        else
            Assert.StartsWith(expected, $"{Assert.Single(losses)}", StringComparison.Ordinal);
    }

    private static AlterColumnOperation Retype(string column, string type, string before) =>
        new() { Table = "Lost", Name = column, ColumnType = type, OldColumn = { ColumnType = before } };
}
