using System.Diagnostics;
using MlOps.Persistence.Tests.Ingestion;

namespace MlOps.Persistence.Tests.TestKit;

public class KilledRunTests
{
    [Fact]
    public async Task A_killed_run_leaves_neither_a_server_nor_a_directory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix has the shell that cleans up after a killed run.");

        // Not a private temporary directory: the server may run as another user.
        var temporary = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"mlops-killed-{Guid.NewGuid():N}"));
        try
        {
            using var run = Start(temporary.FullName);
            var server = 0;
            try
            {
                await Polling.UntilAsync(() => Task.FromResult((server = ServerIn(temporary)) != 0), "the run has started its server");
            }
            finally
            {
                run.Kill();
                await run.WaitForExitAsync();
            }

            await Polling.UntilAsync(
                () => Task.FromResult(!Directory.Exists($"/proc/{server}") && temporary.GetDirectories("mlops-test-*").Length == 0),
                "the server is gone, and its directory");
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static Process Start(string temporary)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            Environment = { ["TMPDIR"] = temporary },
        };
        // Any class that needs the server, and needs it for much longer than it takes to notice that it is up.
        foreach (var argument in (string[])[typeof(KilledRunTests).Assembly.Location, "-class", typeof(PredictionRoundTripTests).FullName!])
            start.ArgumentList.Add(argument);

        var run = Process.Start(start)!;
        run.OutputDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        return run;
    }

    // The process that is up and ready, by the file that it keeps in its data directory.
    private static int ServerIn(DirectoryInfo temporary)
    {
        foreach (var home in temporary.GetDirectories("mlops-test-*"))
        {
            var file = Path.Combine(home.FullName, "data", "postmaster.pid");
            if (File.Exists(file) && File.ReadAllLines(file) is [var pid, .., var status] && status.StartsWith("ready", StringComparison.Ordinal))
                return int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture);
        }

        return 0;
    }
}
