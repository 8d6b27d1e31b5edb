using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Roles;

/// <summary>Roles belong to the server, and migrations to a database.</summary>
public sealed class RoleCreationTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public async Task Two_databases_create_a_role_at_the_same_moment()
    {
        // Several runs of the tests may share the server.
        var role = $"shop_race_{Guid.NewGuid():N}";
        var create = MigrationSql.ListStatements(null, model => model.HasSqlRole(role));
        await using var first = await DataSource.OpenConnectionAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"CREATE ROLE {role}", first, transaction);
        await command.ExecuteNonQueryAsync();

        var second = Task.Run(() => ExecuteAsync(Assert.Single(create)));
        await Polling.UntilAsync(
            async () => (await ColumnAsync(
                "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).Count > 0,
            "the second waits for the first");
        await transaction.CommitAsync();
        await second;
        await ExecuteAsync(create[0]);
        Assert.Equal([role], await ColumnAsync($"SELECT rolname::text FROM pg_roles WHERE rolname = '{role}'"));
    }
}
