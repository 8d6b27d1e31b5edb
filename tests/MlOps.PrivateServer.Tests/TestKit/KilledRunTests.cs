using System.Diagnostics;
using System.Globalization;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Servers;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests.TestKit;

public class KilledRunTests
{
    [Fact]
    public async Task A_killed_run_leaves_neither_a_server_nor_a_directory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix has the shell that cleans up after a killed run.");

        using var directory = new TestDirectory();
        var temporary = new DirectoryInfo(directory.Path);
        using var run = Start(temporary.FullName);
        List<int> servers = [];
        try
        {
            await Polling.UntilAsync(
                () => Task.FromResult((servers = ServersIn(temporary)).Count >= 2), "the run and a test of it have started servers");
        }
        finally
        {
            run.Kill();
            await run.WaitForExitAsync();
        }

        await Polling.UntilAsync(
            () => Task.FromResult(!servers.Exists(IsAlive) && temporary.GetDirectories("mlops-test-*").Length == 0),
            "the servers and their directories no longer exist");
    }

    private static Process Start(string temporary)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            Environment = { ["TMPDIR"] = temporary },
        };
        // A class that asks for the server of the run, and one that starts its own servers.
        var classes = new[] { typeof(SharedServerTests), typeof(PrivateServerTests) };
        foreach (var argument in classes.SelectMany(type => new[] { "-class", type.FullName! }).Prepend(classes[0].Assembly.Location))
            start.ArgumentList.Add(argument);

        var run = Process.Start(start)!;
        run.OutputDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        return run;
    }

    // The processes that are ready, from the files in their data directories.
    private static List<int> ServersIn(DirectoryInfo temporary)
    {
        var servers = new List<int>();
        foreach (var directory in temporary.GetDirectories("mlops-test-*"))
        {
            foreach (var home in (string[])[directory.FullName, Path.Combine(directory.FullName, "home")])
            {
                var file = PostmasterFile.PathIn(Path.Combine(home, "data"));
                if (File.Exists(file) && File.ReadAllLines(file) is [var pid, .., var status]
                    && status.StartsWith("ready", StringComparison.Ordinal))
                    servers.Add(int.Parse(pid, CultureInfo.InvariantCulture));
            }
        }

        return servers;
    }

    // In a container without an init, processes stay after they have ended.
    private static bool IsAlive(int server) => Directory.Exists($"/proc/{server}") && !LinuxProcess.IsZombie(server);
}
