using System.Diagnostics;

namespace MlOps.Soak;

/// <summary>Lets faults happen to a writer and its database, and counts afterwards what was acknowledged and what is stored.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mlops-soak-").FullName;
    private readonly Acknowledged _acknowledged = new();
    private readonly Random _random = new();
    private readonly SoakServer _server;
    private readonly List<Task> _reading = [];

    private SoakRun(bool onSmallDisk)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory, (UnixFileMode)Convert.ToInt32("755", 8));

        _server = new SoakServer(_directory, onSmallDisk);
    }

    private string Journal => Path.Combine(_directory, "journal");

    public static async Task<SoakResult> RunAsync(SoakPlan plan, Action<string> report)
    {
        await using var run = new SoakRun(onSmallDisk: plan.FullDisks > 0);
        return await run.SufferAsync(plan, report);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<SoakResult> SufferAsync(SoakPlan plan, Action<string> report)
    {
        await _server.StartAsync();
        var writer = Start(WritingProcess.Write);
        var faults = plan.Shuffled(_random);
        foreach (var (number, fault) in faults.Index())
        {
            await LetItWriteAsync(writer);
            if (fault == Fault.WriterKilled)
            {
                await KillAsync(writer);
                writer = Start(WritingProcess.Write);
            }
            else
            {
                await HitServerAsync(fault);
            }

            report($"{number + 1}/{faults.Count} {fault}: {_acknowledged.Predictions.Count} predictions acknowledged");
        }

        await LetItWriteAsync(writer);
        await KillAsync(writer);
        using var drain = Start(WritingProcess.Drain);
        await drain.WaitForExitAsync();
        if (drain.ExitCode != 0)
            throw new InvalidOperationException($"The last process ended with exit code {drain.ExitCode}.");

        await Task.WhenAll(_reading);
        return await SoakCount.RunAsync(_server.ConnectionString, _acknowledged, faults.Count);
    }

    private Task HitServerAsync(Fault fault) => fault switch
    {
        Fault.ServerKilled => _server.KillAsync(),
        Fault.ServerRestarted => _server.RestartAsync(),
        Fault.ConnectionCut => _server.CutAsync(),
        Fault.DiskFull => _server.FillDiskAsync(TimeSpan.FromMilliseconds(_random.Next(2000))),
        _ => throw new InvalidOperationException($"{fault} is not done to a server."),
    };

    private Process Start(string action)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(SoakRun).Assembly.Location, action, _server.ConnectionString, Journal])
            start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        _reading.Add(_acknowledged.ReadAsync(process.StandardOutput));
        return process;
    }

    // Until something new is acknowledged and something new is stored, and then for a while that is different each time: a
    // fault is to hit a writer at its full work, and not one that still waits for the server.
    private async Task LetItWriteAsync(Process writer)
    {
        var (acknowledged, stored) = (_acknowledged.Labels.Count, await _server.CountAsync());
        var patience = Stopwatch.StartNew();
        while (_acknowledged.Labels.Count <= acknowledged || await _server.CountAsync() <= stored)
        {
            if (writer.HasExited || patience.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException(writer.HasExited
                    ? $"The writer ended with exit code {writer.ExitCode}." : "The writer does not get on.");

            await Task.Delay(20);
        }

        await Task.Delay(_random.Next(400));
    }

    private static async Task KillAsync(Process writer)
    {
        writer.Kill();
        await writer.WaitForExitAsync();
        writer.Dispose();
    }
}
