using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>A CHECK of a table in use that changes, as that of an enumeration does when it gets a member.</summary>
public sealed class CheckChangeTests(TestServer server) : MigratedDatabaseTest(server)
{
    [Fact]
    public void Alone_in_its_migration_it_is_validated_while_others_write() => Assert.Equal(
        [
            "ALTER TABLE customers DROP CONSTRAINT IF EXISTS ck_score;",
            "ALTER TABLE customers DROP CONSTRAINT IF EXISTS ck_score;",
            "ALTER TABLE customers ADD CONSTRAINT ck_score CHECK (score > -1) NOT VALID;",
            "ALTER TABLE customers VALIDATE CONSTRAINT ck_score;",
        ],
        MigrationSql.ListStatements(Checked("score > 0"), Checked("score > -1")));

    [Fact]
    public void Its_rows_are_checked_outside_of_the_transaction_that_keeps_others_waiting() => Assert.Equal(
        [false, false, false, true], MigrationSql.ListCommands(Checked("score > 0"), Checked("score > -1"))
            .Select(command => command.TransactionSuppressed));

    [Fact]
    public void Beside_other_steps_it_stays_in_the_one_transaction() => Assert.All(
        MigrationSql.ListCommands(Checked("score > 0"), Checked("score > -1")
            .And(model => model.Entity<Customer>().Ignore(customer => customer.Name))),
        command => Assert.False(command.TransactionSuppressed));

    [Fact]
    public async Task It_holds_for_all_rows_afterwards_and_a_run_that_was_killed_runs_again()
    {
        await MigrateAsync(null, Checked("score > 0"));
        foreach (var statement in MigrationSql.ListStatements(Checked("score > 0"), Checked("score > -1")).SkipLast(1))
            await ExecuteAsync(statement);

        await MigrateAsync(Checked("score > 0"), Checked("score > -1"));
        Assert.Equal(["CHECK ((score > '-1'::integer))"], await ColumnAsync(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_score' AND convalidated"));
    }

    private static Action<ModelBuilder> Checked(string condition) =>
        model => Shop.Customers(model).ToTable(table => table.HasCheckConstraint("ck_score", condition));
}
