using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Tests;

/// <summary>A running server with a hidden process is never mistaken for a dead one.</summary>
public class HiddenProcessTests
{
    private const string NeedsRoot = "An ordinary user looks at processes of his own only";

    [Fact]
    public async Task Root_of_a_container_stops_a_server_that_it_may_not_look_at()
    {
        Assert.SkipUnless(ServerUser.IsNeeded, NeedsRoot);
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();

        var result = await ServerInProcess.RunAsync(WithoutSight(ServerInProcess.Stop(test.Home)));

        Assert.Equal("True", result.LastLines(1));
        Assert.Null(test.ProcessId);
    }

    [Fact]
    public async Task Root_of_a_container_starts_despite_a_file_with_the_number_of_another_server()
    {
        Assert.SkipUnless(ServerUser.IsNeeded, NeedsRoot);
        await using var other = new ServerUnderTest();
        await other.Server.StartAsync();
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        var left = await test.ReadFileAsync();
        await test.Server.StopAsync();
        await test.LeaveBehindAsync(left, other.ProcessId!.Value);

        var result = await ServerInProcess.RunAsync(WithoutSight(ServerInProcess.Start(test.Home)));

        Assert.True(result.Succeeded, result.LastLines(5));
        Assert.NotEqual(other.ProcessId, test.ProcessId);
    }

    [Fact]
    public async Task A_process_that_may_be_the_server_keeps_its_data()
    {
        Assert.SkipUnless(ServerUser.IsNeeded, NeedsRoot);
        await using var other = new ServerUnderTest();
        await other.Server.StartAsync();
        await using var test = new ServerUnderTest("nobody/home");
        var nobody = ServerUser.Choose(["nobody:x:65534:65534::/:"]);
        await nobody.OwnAsync(Directory.CreateDirectory(Path.GetDirectoryName(test.Home.Directory)!).FullName, CancellationToken.None);
        Assert.True((await ServerInProcess.RunAsync(nobody.Wrap(ServerInProcess.Start(test.Home)))).Succeeded);
        await test.KillAsync();
        await test.LeaveBehindAsync(await test.ReadFileAsync(), other.ProcessId!.Value);

        foreach (var act in new[] { ServerInProcess.Start, ServerInProcess.Stop, ServerInProcess.Destroy })
        {
            var result = await ServerInProcess.RunAsync(nobody.Wrap(act(test.Home)));
            Assert.False(result.Succeeded);
            Assert.Contains($"Process {other.ProcessId} may be the private server", result.Output, StringComparison.Ordinal);
        }

        Assert.Equal(other.ProcessId, test.ProcessId);
    }

    private static ProgramCall WithoutSight(ProgramCall call) => call with
    {
        Program = "setpriv",
        Arguments = ["--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace", call.Program, .. call.Arguments],
    };
}
