using System.Diagnostics;
using MlOps.Persistence.Local;
using MlOps.Persistence.Maintenance;
using Npgsql;

namespace MlOps.Soak;

/// <summary>Lets faults happen to a writer and its database, and counts afterwards what was acknowledged and what is stored.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    // Only processes are killed here, never the machine: what the server has written is there without fsync.
    private static readonly Dictionary<string, string> Settings = new() { ["fsync"] = "off", ["max_connections"] = "50" };

    private readonly string _directory = Directory.CreateTempSubdirectory("mlops-soak-").FullName;
    private readonly Acknowledged _acknowledged = new();
    private readonly Random _random = new();
    private readonly PrivateServer _server;
    private readonly List<Task> _reading = [];

    private SoakRun()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory, (UnixFileMode)Convert.ToInt32("755", 8));

        var home = new LocalHome(Path.Combine(_directory, "server"), LocalHome.OfThisProject().BinariesCache);
        _server = PrivateServer.Open(home, PostgresLocator.ForThisMachine(home), settings: Settings);
    }

    private string Journal => Path.Combine(_directory, "journal");

    public static async Task<SoakResult> RunAsync(SoakPlan plan, Action<string> report)
    {
        await using var run = new SoakRun();
        return await run.SufferAsync(plan, report);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DestroyAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<SoakResult> SufferAsync(SoakPlan plan, Action<string> report)
    {
        var connection = (await _server.StartAsync()).ConnectionString;
        await MigrateAsync(connection);
        var writer = Start(WritingProcess.Write, connection);
        var faults = plan.Shuffled(_random);
        foreach (var (number, fault) in faults.Index())
        {
            await LetItWriteAsync(writer, connection);
            switch (fault)
            {
                case Fault.WriterKilled:
                    await KillAsync(writer);
                    writer = Start(WritingProcess.Write, connection);
                    break;
                case Fault.ServerKilled:
                    await KillServerAsync();
                    connection = (await _server.StartAsync()).ConnectionString;
                    break;
                default:
                    await CutAsync(connection);
                    break;
            }

            report($"{number + 1}/{faults.Count} {fault}: {_acknowledged.Predictions.Count} predictions acknowledged");
        }

        await LetItWriteAsync(writer, connection);
        await KillAsync(writer);
        using var drain = Start(WritingProcess.Drain, connection);
        await drain.WaitForExitAsync();
        if (drain.ExitCode != 0)
            throw new InvalidOperationException($"The last process ended with exit code {drain.ExitCode}.");

        await Task.WhenAll(_reading);
        return await CountAsync(connection, faults.Count);
    }

    private Process Start(string action, string connection)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(SoakRun).Assembly.Location, action, connection, Journal])
            start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        _reading.Add(_acknowledged.ReadAsync(process.StandardOutput));
        return process;
    }

    // Until something new is acknowledged and something new is stored, and then for a while that is different each time: a
    // fault is to hit a writer at its full work, and not one that still waits for the server.
    private async Task LetItWriteAsync(Process writer, string connection)
    {
        var (acknowledged, stored) = (_acknowledged.Labels.Count, await StoredAsync(connection));
        var patience = Stopwatch.StartNew();
        while (_acknowledged.Labels.Count <= acknowledged || await StoredAsync(connection) <= stored)
        {
            if (writer.HasExited || patience.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException(writer.HasExited ? $"The writer ended with exit code {writer.ExitCode}." : "The writer does not get on.");

            await Task.Delay(20);
        }

        await Task.Delay(_random.Next(400));
    }

    private static async Task<long> StoredAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("SELECT count(*) FROM ml_predictions");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task KillAsync(Process writer)
    {
        writer.Kill();
        await writer.WaitForExitAsync();
        writer.Dispose();
    }

    private async Task KillServerAsync()
    {
        var status = await _server.StatusAsync();
        using var postmaster = Process.GetProcessById(status.ProcessId!.Value);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    private static async Task CutAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ~ '^(COPY|INSERT|UPDATE|COMMIT)'
            """);
        await command.ExecuteScalarAsync();
    }

    private static async Task MigrateAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var context = Contexts.Create(source);
        await SchemaMigration.RunAsync(context, CancellationToken.None);
    }

    private async Task<SoakResult> CountAsync(string connection, int faults)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var stored = await IdsAsync(source, "SELECT id FROM ml_predictions p WHERE EXISTS (SELECT FROM oracle_ml_predictions l WHERE l.id = p.id) OR EXISTS (SELECT FROM code_roach_ml_predictions l WHERE l.id = p.id)");
        var feedback = await IdsAsync(source, "SELECT id FROM ml_feedback");
        var labelled = await IdsAsync(source, "SELECT id FROM ml_predictions WHERE actual_value = 1 AND revision = 1");
        string[] missing =
        [
            .. _acknowledged.Predictions.Except(stored).Select(id => $"prediction {id}"),
            .. _acknowledged.Feedback.Except(feedback).Select(id => $"feedback {id}"),
            .. _acknowledged.Labels.Except(labelled).Select(id => $"label of {id}"),
        ];
        await using var letters = source.CreateCommand("SELECT count(*) FROM ml_dead_letters");
        return new SoakResult(
            faults, _acknowledged.Predictions.Count, _acknowledged.Feedback.Count, _acknowledged.Labels.Count, stored.Count, missing,
            (long)(await letters.ExecuteScalarAsync())!);
    }

    // Ids are unique in their tables by key, across all partitions: an id determines its partition.
    private static async Task<HashSet<Guid>> IdsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            if (!ids.Add(reader.GetGuid(0)))
                throw new InvalidOperationException($"{reader.GetGuid(0)} is there twice: {sql}");
        }

        return ids;
    }
}
