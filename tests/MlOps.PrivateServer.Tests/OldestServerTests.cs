using MlOps.Postgres;
using MlOps.PrivateServer.Programs;

namespace MlOps.PrivateServer.Tests;

public class OldestServerTests
{
    // Neither project may reference the other, so both have this number.
    [Fact]
    public void The_oldest_server_that_is_started_is_the_oldest_that_the_features_support() =>
        Assert.Equal(ServerVersion.Oldest, PostgresBinaries.MinimumMajor);
}
