using System.Diagnostics;
using System.Globalization;
using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;

namespace MlOps.PrivateServer.Tests;

/// <summary>Processes that start at the same time end with one server.</summary>
public class ConcurrentStartTests
{
    [Fact]
    public async Task Four_starts_in_one_process_share_one_server()
    {
        await using var test = new ServerUnderTest();

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => test.Open().StartAsync())));

        Assert.Single(all.Select(info => (info.ConnectionString, info.Started)).Distinct());
    }

    [Fact]
    public async Task Two_processes_share_one_server_which_outlives_both()
    {
        await using var test = new ServerUnderTest();
        var call = ServerInProcess.Start(test.Home);

        var results = await Task.WhenAll(ServerInProcess.RunAsync(call), ServerInProcess.RunAsync(call));

        Assert.All(results, result => Assert.True(result.Succeeded, result.LastLines(5)));
        var port = Assert.Single(results.Select(result => result.Output.Trim()).Distinct());
        var info = await test.Server.FindRunningAsync();
        Assert.Equal(port, info?.Port.ToString(CultureInfo.InvariantCulture));
        AssertDetached(test);
    }

    [Fact]
    public async Task Whoever_comes_second_waits_while_the_first_downloads_for_minutes()
    {
        await using var test = new ServerUnderTest();
        Directory.CreateDirectory(test.Home.Directory);
        var clock = new HurriedClock();
        var second = LocalServer.Open(test.Home, PostgresLocator.ForThisMachine(test.Home), clock);
        Task<bool> stopping;
        using (await FileLockWait.AcquireAsync(test.Home.LockFile, new Deadline(clock, TimeSpan.Zero), CancellationToken.None))
        {
            var start = clock.GetTimestamp();
            stopping = second.StopAsync();
            await Eventually.IsTrueAsync(() => stopping.IsCompleted || clock.GetElapsedTime(start) > TimeSpan.FromMinutes(5));
        }

        Assert.False(await stopping);
    }

    [Fact]
    public async Task A_process_killed_while_it_starts_leaves_a_home_that_starts()
    {
        await using var test = new ServerUnderTest();
        var call = ServerInProcess.Start(test.Home);
        using var starter = new Process { StartInfo = new ProcessStartInfo(call.Program, call.Arguments) };
        foreach (var (name, value) in call.Environment)
            starter.StartInfo.Environment[name] = value;
        starter.Start();
        await Eventually.IsTrueAsync(() => HasUnfinishedData(test.Home));

        // Only this process: its initdb continues to write.
        starter.Kill();

        Assert.Equal(1, await ServerUnderTest.AskAsync<int>(await test.Server.StartAsync(), "SELECT 1"));
        Assert.False(HasUnfinishedData(test.Home));
    }

    // `$(...)` around it would wait for a pipe of the starter. In a shared session, it would get the Ctrl-C of the terminal.
    private static void AssertDetached(ServerUnderTest test)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var process = $"/proc/{test.ProcessId}";
        foreach (var output in new[] { 1, 2 })
            Assert.Equal(test.Home.LogFile, File.ResolveLinkTarget($"{process}/fd/{output}", returnFinalTarget: false)?.FullName);
        const int session = 5;
        Assert.Equal($"{test.ProcessId}", File.ReadAllText($"{process}/stat").Split(' ')[session]);
    }

    private static bool HasUnfinishedData(LocalHome home) =>
        Directory.Exists(home.Directory) && Directory.EnumerateDirectories(home.Directory, "data.new-*").Any();

    /// <summary>Minutes pass in seconds.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override long GetTimestamp() => base.GetTimestamp() * 100;
    }
}
