using System.Security.Cryptography;
using System.Text;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;

namespace MlOps.Testing.Servers;

/// <summary>A server that the tests start themselves. The test processes of a run can share it.</summary>
internal sealed class PrivateServerSource(IReadOnlyDictionary<string, string> settings, bool isShared) : ServerSource
{
    private RunDirectory? _directory;
    private LocalServer? _server;

    public override async Task<string> StartAsync()
    {
        var cache = LocalHome.OfThisProject();
        var programs = await PostgresLocator.ForThisMachine(cache).FindAsync();
        _directory = isShared ? await RunDirectory.JoinAsync(NameOf(programs)) : RunDirectory.CreateOwn();
        var home = new LocalHome(Path.Combine(_directory.Path, "home"), cache.BinariesCache);
        _server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home), settings: settings);
        return (await _server.StartAsync()).ConnectionString;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!isShared && _server is not null)
            await _server.DestroyAsync();

        _directory?.Dispose();
    }

    // Runs of other users, with another PostgreSQL or with other settings have separate servers.
    private string NameOf(PostgresBinaries programs)
    {
        var text = string.Join(' ', settings.Select(setting => $"{setting.Key}={setting.Value}"));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.UserName} {programs.Directory} {programs.Version} {text}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }
}
