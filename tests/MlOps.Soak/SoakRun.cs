using System.Diagnostics;
using System.Threading.Channels;

namespace MlOps.Soak;

/// <summary>Lets faults happen to a writer and its database, and counts afterwards what was acknowledged and what is stored.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mlops-soak-").FullName;
    private readonly Acknowledged _acknowledged = new();
    private readonly Random _random = Random.Shared;
    private readonly SoakServer _server;
    private readonly List<Task> _reading = [];
    private Process? _repeating;
    private readonly Dictionary<DateTimeOffset, HashSet<Guid>> _dropped = [];
    private readonly Channel<string> _repeated = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    private SoakRun(bool onSmallDisk)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory, (UnixFileMode)Convert.ToInt32("755", 8));

        _server = new SoakServer(_directory, onSmallDisk);
    }

    private string Journals => Path.Combine(_directory, "journals");

    public static async Task<SoakResult> RunAsync(SoakPlan plan, Action<string> report)
    {
        await using var run = new SoakRun(plan.FillsDisk);
        return await run.SufferAsync(plan, report);
    }

    public async ValueTask DisposeAsync()
    {
        // It would go on if the run failed.
        if (_repeating is { HasExited: false })
            await KillAsync(_repeating);

        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<SoakResult> SufferAsync(SoakPlan plan, Action<string> report)
    {
        await _server.StartAsync();
        var repeating = RepeatAsync();
        var writer = Start(WritingProcess.Write, Journals);
        var faults = plan.Shuffled(_random);
        foreach (var (number, fault) in faults.Index())
        {
            await LetItWriteAsync(writer);
            if (fault == Fault.WriterKilled)
            {
                await KillAsync(writer);
                writer = Start(WritingProcess.Write, Journals);
            }
            else
            {
                await HitServerAsync(fault, plan);
            }

            report($"{number + 1}/{faults.Count} {fault}: {_acknowledged.Predictions.Count} predictions acknowledged");
        }

        await LetItWriteAsync(writer);
        await KillAsync(writer);
        _repeated.Writer.Complete();
        await repeating;
        using var drain = Start(WritingProcess.Drain, Journals);
        await drain.WaitForExitAsync();
        if (drain.ExitCode != 0)
            throw new InvalidOperationException($"The last process ended with exit code {drain.ExitCode}.");

        await Task.WhenAll(_reading);
        return await SoakCount.RunAsync(_server.ConnectionString, _acknowledged, _dropped, faults.Count);
    }

    private Task HitServerAsync(Fault fault, SoakPlan plan) => fault switch
    {
        Fault.ServerKilled => _server.KillAsync(),
        Fault.ServerRestarted => _server.RestartAsync(),
        Fault.ConnectionCut => _server.CutAsync(),
        Fault.DiskFull => _server.FillDiskAsync(TimeSpan.FromMilliseconds(_random.Next(2000))),
        Fault.ServerFrozen => _server.FreezeAsync(plan.FreezeTime),
        Fault.StatementTimeout => _server.LimitStatementsAsync(TimeSpan.FromMilliseconds(3), plan.TimeoutTime),
        Fault.RoleChanged => _server.ChangeRoleAsync(),
        Fault.SliceDropped => DropSliceAsync(),
        _ => throw new InvalidOperationException($"{fault} is not done to a server."),
    };

    // What is acknowledged before may be stored and dropped, or late. What is acknowledged after must be a dead letter.
    private async Task DropSliceAsync()
    {
        var left = WritingProcess.OldMonths(DateTimeOffset.UtcNow).Where(month => !_dropped.ContainsKey(month)).ToList();
        if (left is not [var month, ..])
            return;

        await _server.DropSliceAsync(month);
        _dropped.Add(month, [.. _acknowledged.FindOld(month)]);
    }

    // Another process writes some of the predictions too, with the same ids.
    private async Task RepeatAsync()
    {
        _repeating = Start(WritingProcess.Repeat, Path.Combine(_directory, "journals of another"));
        await foreach (var line in _repeated.Reader.ReadAllAsync())
            await _repeating.StandardInput.WriteLineAsync(line);

        _repeating.StandardInput.Close();
        await _repeating.WaitForExitAsync();
        if (_repeating.ExitCode != 0)
            throw new InvalidOperationException($"The process that repeats ended with exit code {_repeating.ExitCode}.");
    }

    private Process Start(string action, string journals)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])[typeof(SoakRun).Assembly.Location, action, _server.WriterConnectionString, journals])
            start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        _reading.Add(_acknowledged.ReadAsync(process.StandardOutput, Pass));
        return process;
    }

    private void Pass(string line)
    {
        if (line[0] == WritingProcess.Predicted && _random.Next(5) == 0)
            _repeated.Writer.TryWrite(line);
    }

    // Until something new is acknowledged and something new is stored, and then for a while that is different each time: a
    // fault is to hit a writer at its full work, and not one that still waits for the server.
    private async Task LetItWriteAsync(Process writer)
    {
        var (acknowledged, stored) = (_acknowledged.Labels.Count, await _server.CountAsync());
        var patience = Stopwatch.StartNew();
        while (_acknowledged.Labels.Count <= acknowledged || await _server.CountAsync() <= stored)
        {
            if (writer.HasExited || patience.Elapsed > TimeSpan.FromMinutes(10))
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
