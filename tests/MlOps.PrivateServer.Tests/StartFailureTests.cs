using MlOps.PrivateServer.Programs;
using MlOps.PrivateServer.Servers;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests;

/// <summary>A start that cannot succeed says why and what to do.</summary>
public class StartFailureTests
{
    [Fact]
    public async Task A_failing_start_shows_the_end_of_the_log_and_its_path()
    {
        await using var test = new ServerUnderTest();
        var settings = new Dictionary<string, string> { ["shared_buffers"] = "it's wrong" };
        var server = LocalServer.Open(test.Home, PostgresLocator.ForThisMachine(test.Home), settings: settings);

        var failure = await Assert.ThrowsAsync<PrivateServerException>(() => server.StartAsync());

        Assert.Equal(PrivateServerError.Server, failure.Error);
        Assert.Contains("it's wrong", failure.Message, StringComparison.Ordinal);
        Assert.Contains(test.Home.LogFile, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AdministratorPassword.Read(test.Home)!, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_version_without_programs_says_which_one_is_needed()
    {
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        await test.Server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(test.Home.DataDirectory, "PG_VERSION"), "99\n");

        // A run on a certain version has an explicit directory, and then the failure has another text.
        var usual = new PostgresLocator(PostgresSearch.OfThisMachine(test.Home) with { ExplicitDirectory = null });

        var failure = await Assert.ThrowsAsync<PrivateServerException>(() => test.Open(usual).StartAsync());

        Assert.Equal(PrivateServerError.PostgresNotFound, failure.Error);
        Assert.Contains("version 99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql-99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("mlops local destroy", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_password_file_is_named()
    {
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        await test.Server.StopAsync();
        File.Delete(test.Home.PasswordFile);

        var failure = await Assert.ThrowsAsync<PrivateServerException>(() => test.Server.StartAsync());

        Assert.Contains(test.Home.PasswordFile, failure.Message, StringComparison.Ordinal);
        Assert.True(await test.Server.DestroyAsync());
    }

    [Fact]
    public async Task A_password_file_that_does_not_fit_is_named_at_once()
    {
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        await File.WriteAllTextAsync(test.Home.PasswordFile, "changed");

        var failure = await Assert.ThrowsAsync<PrivateServerException>(() => test.Server.StartAsync());

        Assert.Equal(PrivateServerError.AuthenticationFailed, failure.Error);
        Assert.Contains(test.Home.PasswordFile, failure.Message, StringComparison.Ordinal);
        Assert.True(await test.Server.DestroyAsync());
    }

    [Fact]
    public async Task A_long_log_is_moved_aside_and_a_start_reads_its_own_part_only()
    {
        using var directory = new TestDirectory();
        var path = directory.Child("server.log");
        await using (var file = File.Create(path))
            file.SetLength(17 * 1024 * 1024);

        await new ServerLog(path).PrepareAsync(serverUser: null, CancellationToken.None);
        await File.AppendAllTextAsync(path, "before ");
        var log = new ServerLog(path);
        await log.PrepareAsync(serverUser: null, CancellationToken.None);
        await File.AppendAllTextAsync(path, "after");

        Assert.Equal("after", await log.ReadAsync(CancellationToken.None));
        Assert.True(File.Exists(path + ".old"));
    }
}
