using System.Diagnostics;
using MlOps.PrivateServer.Programs;
using MlOps.PrivateServer.Servers;
using MlOps.Testing;
using Npgsql;

namespace MlOps.PrivateServer.Tests;

/// <summary>A private server in its own directory. Both are removed after the test, in whatever way it ends.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    public static readonly IReadOnlyDictionary<string, string> Fast = new Dictionary<string, string>
    {
        ["fsync"] = "off",
        ["shared_buffers"] = "16MB",
        ["max_connections"] = "20",
    };

    private readonly TestDirectory _directory = new();

    public ServerUnderTest(string name = "home", bool withOwnCache = false)
    {
        var home = _directory.Child(name);
        // Otherwise each test would fill a separate cache, if PostgreSQL is fetched from npm.
        Home = withOwnCache ? LocalHome.In(home) : new LocalHome(home, LocalHome.OfThisProject().BinariesCache);
        Server = Open();
    }

    public LocalHome Home { get; }

    public LocalServer Server { get; }

    public int? ProcessId => PostmasterFile.Read(Home.DataDirectory)?.ProcessId;

    public Task<string> ReadFileAsync() => File.ReadAllTextAsync(PostmasterFile.PathIn(Home.DataDirectory));

    /// <summary>Another instance on the same home, as another process would have.</summary>
    public LocalServer Open(PostgresLocator? locator = null) =>
        LocalServer.Open(Home, locator ?? PostgresLocator.ForThisMachine(Home), settings: Fast);

    public static async Task<T> AskAsync<T>(LocalServerInfo info, string sql)
    {
        await using var source = NpgsqlDataSource.Create(info.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Kills the server, like a crash.</summary>
    public async Task KillAsync()
    {
        var file = PostmasterFile.Read(Home.DataDirectory)!;
        using (var process = Process.GetProcessById(file.ProcessId))
            process.Kill();
        await Eventually.IsTrueAsync(async () => await StateAsync(file) is ServerState.Ended);
    }

    /// <summary>Writes the file of a dead server of this home, with the number of another process.</summary>
    public Task LeaveBehindAsync(string file, int processId)
    {
        var lines = file.Split('\n');
        lines[0] = $"{processId}";
        return File.WriteAllTextAsync(PostmasterFile.PathIn(Home.DataDirectory), string.Join('\n', lines));
    }

    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsWindows() && File.Exists(PostmasterFile.PathIn(Home.DataDirectory)))
            await KillAsync();
        _directory.Dispose();
    }

    private Task<ServerState> StateAsync(PostmasterFile file) =>
        ServerProcess.FindStateAsync(file, Home.DataDirectory, CancellationToken.None);
}
