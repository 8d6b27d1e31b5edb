using MlOps.Testing;

namespace MlOps.PrivateServer.Tests.TestKit;

public class SharedServerTests(TestServer server)
{
    [Fact]
    public async Task A_server_that_was_not_started_serves_the_first_database_that_a_test_asks_for()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        await server.DropDatabaseAsync(connection);
    }
}
