using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Postgres;

/// <summary>A CHECK of a table in use that changes, as that of an enumeration does when it gets a member.</summary>
public sealed class CheckChangeTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public void Alone_in_its_migration_it_is_validated_while_others_write() => Assert.Equal(
        [
            "ALTER TABLE customers DROP CONSTRAINT IF EXISTS ck_score;",
            "ALTER TABLE customers DROP CONSTRAINT IF EXISTS ck_score, ADD CONSTRAINT ck_score CHECK (score > -1) NOT VALID;",
            "ALTER TABLE customers VALIDATE CONSTRAINT ck_score;",
        ],
        Ddl.Statements(Checked("score > 0"), Checked("score > -1")));

    [Fact]
    public void Its_rows_are_checked_outside_of_the_transaction_that_keeps_others_waiting() => Assert.Equal(
        [false, false, true], Ddl.Commands(Checked("score > 0"), Checked("score > -1")).Select(command => command.TransactionSuppressed));

    [Fact]
    public void Beside_other_steps_it_stays_in_the_one_transaction() => Assert.All(
        Ddl.Commands(Checked("score > 0"), Checked("score > -1") + (model => model.Entity<Customer>().Ignore(customer => customer.Name))),
        command => Assert.False(command.TransactionSuppressed));

    [Fact]
    public async Task It_holds_for_all_rows_afterwards_and_a_run_that_was_killed_runs_again()
    {
        await ApplyAsync(null, Checked("score > 0"));
        foreach (var statement in Ddl.Statements(Checked("score > 0"), Checked("score > -1")).Take(2))
            await ExecuteAsync(statement);

        await ApplyAsync(Checked("score > 0"), Checked("score > -1"));
        Assert.Equal(["CHECK ((score > '-1'::integer))"], await ColumnAsync(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_score' AND convalidated"));
    }

    private static Action<ModelBuilder> Checked(string condition) =>
        model => Shop.Customers(model).ToTable(table => table.HasCheckConstraint("ck_score", condition));
}
