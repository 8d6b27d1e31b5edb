using System.Diagnostics;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
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

    private const string Writer = "soak_writer";

    private readonly SmallDisk? _disk;
    private readonly LocalServer _server;
    private bool _isApp;

    public SoakServer(string directory, bool onSmallDisk)
    {
        _disk = onSmallDisk ? SmallDisk.Mount(megabytes: 2048) : null;
        var home = new LocalHome(Path.Combine(_disk?.Directory ?? directory, "server"), LocalHome.OfThisProject().BinariesCache);
        _server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home), settings: Settings);
    }

    /// <summary>The connection of the owner, the same before and after whatever happens: the port stays.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The connection of the writers.</summary>
    public string WriterConnectionString => new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        Username = Writer,
        Password = Writer,
        Options = null,
    }.ConnectionString;

    public async Task StartAsync()
    {
        ConnectionString = new NpgsqlConnectionStringBuilder((await _server.StartAsync()).ConnectionString)
        {
            Options = "-c statement_timeout=0",
        }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var context = Contexts.Create(source);
        await new SchemaUpgrade(context).MigrateAsync();
        var now = DateTimeOffset.UtcNow;
        await new SliceMaintenance(context).EnsureAsync(now.AddMonths(-WritingProcess.Months), now.AddMonths(1));
        foreach (var tenantId in WritingProcess.TenantIds)
            await StoreChallengerAsync(source, tenantId);

        await ExecuteAsync($"CREATE ROLE {Writer} LOGIN PASSWORD '{Writer}'; GRANT {MlOpsRoles.Service} TO {Writer}");
    }

    /// <summary>Stops all processes of the server, so that it neither answers nor closes a connection.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        var postmaster = (await _server.StatusAsync()).ProcessId!.Value;
        await SignalAsync("STOP", postmaster);
        await Task.Delay(time);
        await SignalAsync("CONT", postmaster);
    }

    /// <summary>Lets no statement of the writers take longer than so much.</summary>
    public async Task LimitStatementsAsync(TimeSpan limit, TimeSpan time)
    {
        await ExecuteAsync($"ALTER ROLE {Writer} SET statement_timeout = '{limit.TotalMilliseconds}ms'");
        await EndSessionsAsync();
        await Task.Delay(time);
        await ExecuteAsync($"ALTER ROLE {Writer} RESET statement_timeout");
        await EndSessionsAsync();
    }

    /// <summary>Lets the writers reach partitions, or only the tables under their policies: the other one each time.</summary>
    public async Task ChangeRoleAsync()
    {
        var (before, after) = _isApp ? (MlOpsRoles.App, MlOpsRoles.Service) : (MlOpsRoles.Service, MlOpsRoles.App);
        _isApp = !_isApp;
        await ExecuteAsync($"REVOKE {before} FROM {Writer}");
        // Without any right for a moment.
        await Task.Delay(500);
        await ExecuteAsync($"GRANT {after} TO {Writer}");
    }

    /// <summary>Drops the slice of a month, as retention does.</summary>
    public async Task DropSliceAsync(DateTimeOffset month)
    {
        string[] tables =
        [
            "ml_feedback", "ml_shadow_scores", "code_roach_ml_predictions", "oracle_ml_predictions", "daisy_chain_ml_predictions",
            "first_mate_ml_predictions", "game_app_ml_predictions", "ai_gm_ml_predictions", "policy_ml_predictions", "ml_predictions",
        ];
        var partitions = tables.Select(table => $"{table}_{month:yyyy_MM}").ToList();
        var sql = string.Join(" ", tables.Zip(partitions, (table, partition) => $"ALTER TABLE {table} DETACH PARTITION {partition};")) +
            $"DROP TABLE {string.Join(", ", partitions)}";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(sql);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 20)
            {
                // The writers lock the tables in another order. All was undone.
            }
        }
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

    private static async Task StoreChallengerAsync(NpgsqlDataSource source, Guid tenantId)
    {
        await using var context = Contexts.Create(source, tenantId);
        var model = Model.Register("answers", "regression", "onnx", DateTimeOffset.UtcNow);
        var challenger = ModelVersion.Begin(model, "2", DateTimeOffset.UtcNow);
        typeof(Entity).GetProperty(nameof(Entity.Id))!.SetValue(challenger, WritingProcess.ChallengerId);
        context.AddRange(model, challenger);
        await context.SaveChangesAsync();
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

    private Task EndSessionsAsync() =>
        ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{Writer}'");

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    // The postmaster first: it would start a new process in place of one that is away.
    private static async Task SignalAsync(string signal, int postmaster)
    {
        using var kill = Process.Start("bash", ["-c", $"kill -{signal} {postmaster} $(pgrep -P {postmaster})"]);
        await kill.WaitForExitAsync();
    }
}
