using System.Runtime.Versioning;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests;

/// <summary>The rights on the files of a home, and the directories that are not touched.</summary>
[UnsupportedOSPlatform("windows")]
public class HomeProtectionTests
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task The_password_is_readable_by_its_owner_only_and_the_server_does_not_run_as_root()
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(test.Home.PasswordFile));
        Assert.Equal(info.Password, await File.ReadAllTextAsync(test.Home.PasswordFile));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", info.Password);
        var others = File.GetUnixFileMode(test.Home.Directory) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        Assert.Equal(UnixFileMode.None, others);

        var status = await File.ReadAllTextAsync($"/proc/{test.ProcessId}/status");
        Assert.DoesNotMatch("Uid:\\s+0\\s", status);
    }

    [Fact]
    public async Task An_ordinary_user_runs_the_server_himself_in_a_directory_closed_to_others()
    {
        Assert.SkipUnless(ServerUser.IsNeeded, "This run has an ordinary user already");
        await using var test = new ServerUnderTest("nobody/home");
        var nobody = ServerUser.Choose(["nobody:x:65534:65534::/:"]);
        var parent = Directory.CreateDirectory(Path.GetDirectoryName(test.Home.Directory)!).FullName;
        await nobody.OwnAsync(parent, CancellationToken.None);

        var result = await ServerInProcess.RunAsync(nobody.Wrap(ServerInProcess.Start(test.Home)));

        Assert.True(result.Succeeded, result.LastLines(5));
        Assert.Equal(ForOwner, File.GetUnixFileMode(test.Home.Directory));
        Assert.Matches("Uid:\\s+65534\\s", await File.ReadAllTextAsync($"/proc/{test.ProcessId}/status"));
        Assert.True((await test.Server.StatusAsync()).IsRunning);

        // If root starts the server, another user runs it. The error must say so, and the directory must not change.
        await test.KillAsync();
        var closed = await Assert.ThrowsAsync<PrivateServerException>(() => test.Server.StartAsync());
        Assert.Contains($"cannot enter {test.Home.Directory}", closed.Message, StringComparison.Ordinal);
        Assert.Equal(ForOwner, File.GetUnixFileMode(test.Home.Directory));
        File.SetUnixFileMode(test.Home.Directory, ForOwner | UnixFileMode.OtherExecute);
        var refusal = await Assert.ThrowsAsync<PrivateServerException>(() => test.Server.StartAsync());
        Assert.Contains("belongs to another user", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_directory_is_named()
    {
        await using var test = new ServerUnderTest();
        Directory.CreateDirectory(test.Home.Directory);
        var call = ServerInProcess.Start(test.Home);
        if (ServerUser.IsNeeded)
            call = ServerUser.Choose(["nobody:x:65534:65534::/:"]).Wrap(call);
        else
            File.SetUnixFileMode(test.Home.Directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await ServerInProcess.RunAsync(call);

        Assert.False(result.Succeeded);
        Assert.StartsWith(nameof(PrivateServerError.Directory), result.Output, StringComparison.Ordinal);
        Assert.Contains(test.Home.Directory, result.Output, StringComparison.Ordinal);
        Assert.Contains("MLOPS_HOME", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_was_there_before_keeps_its_mode_and_nobody_else_can_hold_its_lock()
    {
        await using var test = new ServerUnderTest();
        const UnixFileMode chosen = ForOwner | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(test.Home.Directory);
        File.SetUnixFileMode(test.Home.Directory, chosen);

        await test.Server.StartAsync();

        Assert.Equal(chosen, File.GetUnixFileMode(test.Home.Directory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(test.Home.LockFile));
    }

    [Fact]
    public async Task A_home_closed_to_this_user_is_not_taken_for_one_without_a_server()
    {
        await using var test = new ServerUnderTest("closed/home");
        Directory.CreateDirectory(test.Home.Directory);
        await File.WriteAllTextAsync(test.Home.LockFile, "");
        var closed = Path.GetDirectoryName(test.Home.Directory)!;
        File.SetUnixFileMode(closed, ServerUser.IsNeeded ? ForOwner : UnixFileMode.None);

        foreach (var act in new[] { ServerInProcess.Status, ServerInProcess.Stop, ServerInProcess.Destroy })
        {
            var call = act(test.Home);
            if (ServerUser.IsNeeded)
                call = ServerUser.Choose(["nobody:x:65534:65534::/:"]).Wrap(call);
            var result = await ServerInProcess.RunAsync(call);
            Assert.StartsWith(nameof(PrivateServerError.Directory), result.Output, StringComparison.Ordinal);
            Assert.Contains(test.Home.Directory, result.Output, StringComparison.Ordinal);
        }

        File.SetUnixFileMode(closed, ForOwner);
    }

    [Fact]
    public async Task A_path_through_a_file_is_named()
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(directory.Child("file"), "");
        var home = LocalHome.In(Path.Combine(directory.Child("file"), "home"));

        var refusal = await Assert.ThrowsAsync<PrivateServerException>(
            () => LocalServer.Open(home, PostgresLocator.ForThisMachine(home)).StartAsync());

        Assert.Equal(PrivateServerError.Directory, refusal.Error);
        Assert.Contains(home.Directory, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_the_server_user_cannot_enter_is_named()
    {
        Assert.SkipUnless(ServerUser.IsNeeded, "An ordinary user runs the server himself");
        await using var test = new ServerUnderTest("closed/home");
        var closed = Path.GetDirectoryName(test.Home.Directory)!;
        Directory.CreateDirectory(closed, ForOwner);

        var refusal = await Assert.ThrowsAsync<PrivateServerException>(() => test.Server.StartAsync());

        Assert.Equal(PrivateServerError.Directory, refusal.Error);
        Assert.Contains($"chmod o+x '{closed}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_with_the_files_of_somebody_else_is_neither_used_nor_destroyed()
    {
        await using var test = new ServerUnderTest();
        Directory.CreateDirectory(test.Home.DataDirectory);
        var thesis = Path.Combine(test.Home.DataDirectory, "thesis.txt");
        await File.WriteAllTextAsync(thesis, "years of work");

        foreach (var act in new Func<Task>[] { () => test.Server.StartAsync(), () => test.Server.DestroyAsync() })
        {
            var refusal = await Assert.ThrowsAsync<PrivateServerException>(act);
            Assert.Equal(PrivateServerError.Directory, refusal.Error);
            Assert.Contains(test.Home.Directory, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal("years of work", await File.ReadAllTextAsync(thesis));
    }
}
