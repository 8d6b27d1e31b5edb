using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Roles;

/// <summary>Roles belong to the server, and migrations to a database.</summary>
public sealed class RoleCreationTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public async Task Two_databases_create_a_role_at_the_same_moment()
    {
        var create = MigrationSql.ListStatements(null, model => model.HasSqlRole("shop_race"));
        await using var first = await DataSource.OpenConnectionAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("CREATE ROLE shop_race", first, transaction);
        await command.ExecuteNonQueryAsync();

        var second = Task.Run(() => ExecuteAsync(Assert.Single(create)));
        await Polling.UntilAsync(
            async () => (await ColumnAsync(
                "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).Count > 0,
            "the second waits for the first");
        await transaction.CommitAsync();
        await second;
        await ExecuteAsync(create[0]);
        Assert.Equal(["shop_race"], await ColumnAsync("SELECT rolname::text FROM pg_roles WHERE rolname = 'shop_race'"));
    }
}
