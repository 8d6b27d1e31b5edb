using System.Diagnostics;
using MlOps.Persistence.Maintenance;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;

namespace MlOps.Soak;

/// <summary>The database of a soak, and what happens to it.</summary>
internal sealed class SoakServer : IAsyncDisposable
{
    // Only processes are killed here, never the machine: what the server has written is there without fsync.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["fsync"] = "off",
        ["max_connections"] = "50",
        ["max_wal_size"] = "128MB",
    };

    private readonly SmallDisk? _disk;
    private readonly LocalServer _server;

    public SoakServer(string directory, bool onSmallDisk)
    {
        _disk = onSmallDisk ? SmallDisk.Mount(megabytes: 2048) : null;
        var home = new LocalHome(Path.Combine(_disk?.Directory ?? directory, "server"), LocalHome.OfThisProject().BinariesCache);
        _server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home), settings: Settings);
    }

    /// <summary>The same before and after whatever happens: the port is kept.</summary>
    public string ConnectionString { get; private set; } = "";

    public async Task StartAsync()
    {
        ConnectionString = (await _server.StartAsync()).ConnectionString;
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var context = Contexts.Create(source);
        await new SchemaUpgrade(context).MigrateAsync();
    }

    public async Task KillAsync()
    {
        var status = await _server.StatusAsync();
        using var postmaster = Process.GetProcessById(status.ProcessId!.Value);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
        await _server.StartAsync();
    }

    public async Task RestartAsync()
    {
        await _server.StopAsync();
        await _server.StartAsync();
    }

    /// <summary>Ends every session that writes.</summary>
    public async Task CutAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ~ '^(COPY|INSERT|UPDATE|COMMIT)'
            """);
        await command.ExecuteScalarAsync();
    }

    /// <summary>Data that finds no room is refused; a log that finds none takes the server down.</summary>
    public async Task FillDiskAsync(TimeSpan time)
    {
        _disk!.Fill();
        var patience = Stopwatch.StartNew();
        while (await IsStoringAsync())
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException("The server goes on storing on a full disk.");
        }

        await Task.Delay(time);
        _disk.Free();
        await _server.StartAsync();
    }

    public async Task<long> CountAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM ml_predictions");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DestroyAsync();
        _disk?.Dispose();
    }

    private async Task<bool> IsStoringAsync()
    {
        try
        {
            var before = await CountAsync();
            await Task.Delay(500);
            return await CountAsync() > before;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
