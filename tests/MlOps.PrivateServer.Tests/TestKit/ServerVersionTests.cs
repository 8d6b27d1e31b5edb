using MlOps.PrivateServer.Programs;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests.TestKit;

public class ServerVersionTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_tests_run_on_the_PostgreSQL_that_is_found_on_this_machine()
    {
        var programs = await PostgresLocator.ForThisMachine(LocalHome.OfThisProject()).FindAsync();
        var version = PostgresVersion.Parse(await Database.ScalarAsync<string>("SHOW server_version"));

        Assert.Equal(programs.Version, version);
        // scripts/test reads this line in the results.
        TestContext.Current.TestOutputHelper!.WriteLine($"PostgreSQL {version} served the tests.");
    }
}
