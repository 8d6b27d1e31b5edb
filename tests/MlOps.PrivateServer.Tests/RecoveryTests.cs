using System.Diagnostics;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Servers;

namespace MlOps.PrivateServer.Tests;

/// <summary>The server starts again after a crash, and beside a foreign program.</summary>
public class RecoveryTests
{
    [Fact]
    public async Task A_killed_server_starts_again_while_a_backend_of_it_still_works()
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();
        var busy = ServerUnderTest.AskAsync<long>(info, "SELECT count(*) FROM generate_series(1, 12000000) a, pg_sleep(0)");
        await Eventually.IsTrueAsync(async () => await ServerUnderTest.AskAsync<long>(
            info, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%'") > 1);

        await test.KillAsync();
        var again = await test.Open().StartAsync();

        Assert.Equal(1, await ServerUnderTest.AskAsync<int>(again, "SELECT 1"));
        Assert.True(again.Started > info.Started);
        Assert.Equal(12_000_000, await busy);
        Assert.Contains(
            "pre-existing shared memory block", await File.ReadAllTextAsync(test.Home.LogFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_dead_server_with_the_number_of_another_program_is_no_obstacle()
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();
        var left = await test.ReadFileAsync();
        await test.Server.StopAsync();
        var sleep = new ProgramCall("sleep", ["60"]);
        using var stop = new CancellationTokenSource();
        var sleeping = ProgramRunner.RunAsync(ServerUser.ForThisProcess()?.Wrap(sleep) ?? sleep, stop.Token);
        Process? stranger = null;
        await Eventually.IsTrueAsync(
            () => (stranger = Process.GetProcessesByName("sleep").FirstOrDefault(IsChildOfOurs)) is not null);

        await test.LeaveBehindAsync(left, stranger!.Id);
        var again = await test.Open().StartAsync();

        Assert.Equal(info.Port, again.Port);
        Assert.False(stranger.HasExited);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
    }

    [Fact]
    public async Task A_file_of_a_dead_server_with_the_number_of_another_server_neither_blocks_start_nor_harms_that_one()
    {
        await using var other = new ServerUnderTest();
        var otherInfo = await other.Server.StartAsync();
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        var left = await test.ReadFileAsync();
        await test.Server.StopAsync();

        await test.LeaveBehindAsync(left, other.ProcessId!.Value);
        Assert.False(await test.Server.StopAsync());
        Assert.Equal(1, await ServerUnderTest.AskAsync<int>(otherInfo, "SELECT 1"));

        await test.Open().StartAsync();
        Assert.NotEqual(other.ProcessId, test.ProcessId);
        Assert.Equal(1, await ServerUnderTest.AskAsync<int>(otherInfo, "SELECT 1"));
    }

    [Fact]
    public async Task An_empty_file_of_a_crashed_machine_is_no_obstacle()
    {
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        await test.Server.StopAsync();
        var path = PostmasterFile.PathIn(test.Home.DataDirectory);
        await File.WriteAllTextAsync(path, "");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));

        Assert.NotEqual(0, (await test.Server.StartAsync()).Port);
    }

    [Theory]
    [InlineData(StrangerOnPort.AskForClearText)]
    [InlineData(StrangerOnPort.RefuseAsWebServer)]
    public async Task A_stranger_on_the_port_of_a_killed_server_is_not_told_the_password_and_keeps_the_port(string answer)
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();
        await test.KillAsync();
        await using var stranger = new StrangerOnPort(info.Port, answer);

        var moved = await test.Server.StartAsync();

        Assert.NotEqual(info.Port, moved.Port);
        Assert.Equal(moved.Port, LoopbackPort.ReadKept(test.Home.PortFile));
        Assert.Contains(stranger.Received, text => text.Contains("mlops", StringComparison.Ordinal));
        Assert.DoesNotContain(stranger.Received, text => text.Contains(info.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_of_a_running_home_becomes_a_server_of_its_own()
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();
        await using var copy = new ServerUnderTest();
        var copied = await ProgramRunner.RunAsync(
            new ProgramCall("cp", ["-a", test.Home.Directory, copy.Home.Directory]), CancellationToken.None);
        Assert.True(copied.Succeeded, copied.Error);

        var second = await copy.Server.StartAsync();

        Assert.NotEqual(info.Port, second.Port);
        Assert.Equal(copy.Home.DataDirectory, await ServerUnderTest.AskAsync<string>(second, "SHOW data_directory"));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_initialization_are_removed()
    {
        await using var test = new ServerUnderTest();
        Directory.CreateDirectory(Path.Combine(test.Home.Directory, "data.new-killed", "base"));
        await File.WriteAllTextAsync(test.Home.LockFile, "");
        await File.WriteAllTextAsync(Path.Combine(test.Home.Directory, "data.new-killed.password"), "secret");

        await test.Server.StartAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(test.Home.Directory, "data.new-*"));
    }

    private static bool IsChildOfOurs(Process process) =>
        File.ReadAllText($"/proc/{process.Id}/stat").Split(' ')[3] == $"{Environment.ProcessId}";
}
