using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Values;

/// <summary>What the domain refuses, raw SQL cannot write either.</summary>
public class CheckConstraintTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Every_check_refuses_what_it_is_there_for()
    {
        await Population.StoreAsync(Database);
        await using var context = Database.CreateOwnerContext();
        await new AccessTokens(context).CreateAsync("airflow", AccessScopes.Read, "ann", Sample.Noon);
        await Database.ExecuteAsync("DELETE FROM retraining_decisions WHERE action = 'promote'");
        // It refuses nearly every change before a CHECK can.
        await Database.ExecuteAsync("ALTER TABLE ml_legal_holds DISABLE TRIGGER keep_legal_hold");
        var accepted = new List<string>();
        foreach (var (table, check, assignments) in CheckViolations.All)
        {
            foreach (var assignment in assignments)
            {
                var refusedBy = await RefusalAsync($"UPDATE {table} SET {assignment}");
                if (refusedBy != $"ck_{table}_{check}")
                    accepted.Add($"UPDATE {table} SET {assignment}: refused by {refusedBy ?? "nothing"}");
            }
        }

        Assert.Equal("", string.Join('\n', accepted));
    }

    [Fact]
    public async Task Every_check_is_tried() => Assert.Equal(
        CheckViolations.All.Select(violation => $"ck_{violation.Table}_{violation.Check}").Order(StringComparer.Ordinal),
        (await Database.ColumnAsync("SELECT conname::text FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck\\_%' AND NOT " +
            "(SELECT relispartition FROM pg_class WHERE oid = conrelid)"))
            .Order(StringComparer.Ordinal));

    private async Task<string?> RefusalAsync(string sql)
    {
        await using var connection = await Database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        try
        {
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState == PostgresErrorCodes.CheckViolation ? e.ConstraintName : e.Message;
        }
    }
}
