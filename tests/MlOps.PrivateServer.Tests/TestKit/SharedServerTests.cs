using MlOps.Testing;
using Npgsql;

namespace MlOps.PrivateServer.Tests.TestKit;

public class SharedServerTests(TestServer server)
{
    [Fact]
    public async Task A_server_that_was_not_started_serves_the_first_database_that_a_test_asks_for()
    {
        var connectionString = await server.CreateEmptyDatabaseAsync();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT current_database()", connection);
            Assert.Equal(connection.Database, await command.ExecuteScalarAsync());
        }

        await server.DropDatabaseAsync(connectionString);
    }
}
