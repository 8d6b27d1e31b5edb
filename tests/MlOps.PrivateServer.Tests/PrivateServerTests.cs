using MlOps.PrivateServer.Programs;
using MlOps.PrivateServer.Servers;
using Npgsql;

namespace MlOps.PrivateServer.Tests;

/// <summary>The ordinary life of a private server.</summary>
public class PrivateServerTests
{
    [Fact]
    public async Task It_starts_answers_stops_and_starts_again_with_its_data_on_its_port()
    {
        await using var test = new ServerUnderTest();
        var first = await test.Server.StartAsync();
        await ServerUnderTest.AskAsync<int>(first, "CREATE TABLE stored (id int); INSERT INTO stored VALUES (7) RETURNING id");

        Assert.True(await test.Server.StopAsync());
        Assert.Null(await test.Server.FindRunningAsync());
        Assert.False(await test.Server.StopAsync());

        var second = await test.Open().StartAsync();
        Assert.Equal(7, await ServerUnderTest.AskAsync<int>(second, "SELECT id FROM stored"));
        Assert.Equal(first.Port, second.Port);
        Assert.Equal(first.Password, second.Password);
        Assert.Equal("off", await ServerUnderTest.AskAsync<string>(second, "SHOW fsync"));
        Assert.Equal("mlops", await ServerUnderTest.AskAsync<string>(second, "SELECT current_database()::text"));
    }

    [Fact]
    public async Task A_second_start_joins_the_running_server()
    {
        await using var test = new ServerUnderTest();
        var first = await test.Server.StartAsync();
        var processId = test.ProcessId;

        var second = await test.Open(NoPrograms(test.Home)).StartAsync();

        Assert.Equal(first.ConnectionString, second.ConnectionString);
        Assert.Equal(first.Started, second.Started);
        Assert.Equal(processId, test.ProcessId);
    }

    [Fact]
    public async Task It_stops_with_the_programs_that_it_was_started_with()
    {
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();

        Assert.True(await test.Open(NoPrograms(test.Home)).StopAsync());
        Assert.Null(test.ProcessId);
    }

    [Fact]
    public async Task It_stops_cleanly_when_its_programs_are_gone()
    {
        await using var test = new ServerUnderTest();
        await test.Server.StartAsync();
        await File.WriteAllTextAsync(PostmasterOptions.PathIn(test.Home.DataDirectory), "/no where/bin/postgres \"-c\" \"port=1\"\n");

        Assert.True(await test.Open(NoPrograms(test.Home)).StopAsync());

        Assert.Null(test.ProcessId);
        var log = await File.ReadAllTextAsync(test.Home.LogFile);
        Assert.Contains("received fast shutdown request", log, StringComparison.Ordinal);
        Assert.Contains("database system is shut down", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_a_running_server_from_a_stopped_one_and_from_none()
    {
        await using var test = new ServerUnderTest();
        var none = await test.Server.StatusAsync();
        Assert.Equal(new LocalServerStatus(false, test.Home.DataDirectory, null, null, 0, null, null), none);
        Assert.False(Directory.Exists(test.Home.Directory));

        var info = await test.Server.StartAsync();
        var running = await test.Server.StatusAsync();
        Assert.True(running.IsRunning);
        Assert.Equal(info.Version, running.Version);
        Assert.Equal(info.Port, running.Port);
        Assert.Equal(test.ProcessId, running.ProcessId);
        Assert.InRange(running.Uptime!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(running.DataBytes, 10_000_000, 500_000_000);

        await test.Server.StopAsync();
        var stopped = await test.Server.StatusAsync();
        Assert.False(stopped.IsRunning);
        Assert.Equal(info.Port, stopped.Port);
        Assert.Null(stopped.Uptime);
    }

    [Fact]
    public async Task Destroy_stops_the_server_and_leaves_nothing()
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();

        Assert.True(await test.Server.DestroyAsync());

        Assert.False(Directory.Exists(test.Home.Directory));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ServerUnderTest.AskAsync<int>(info, "SELECT 1"));
        Assert.False(await test.Server.DestroyAsync());
    }

    [Fact]
    public async Task It_listens_on_loopback_only_and_asks_everybody_for_the_password()
    {
        await using var test = new ServerUnderTest();
        var info = await test.Server.StartAsync();

        Assert.Equal("127.0.0.1", await ServerUnderTest.AskAsync<string>(info, "SHOW listen_addresses"));
        Assert.Equal("", await ServerUnderTest.AskAsync<string>(info, "SHOW unix_socket_directories"));
        Assert.Equal(
            "scram-sha-256",
            await ServerUnderTest.AskAsync<string>(info, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"));
        Assert.Equal("on", await ServerUnderTest.AskAsync<string>(info, "SHOW data_checksums"));
        var wrong = new NpgsqlConnectionStringBuilder(info.ConnectionString) { Password = "guess" };
        await using var source = NpgsqlDataSource.Create(wrong.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(async () => await source.OpenConnectionAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("it's a \"quoted\" $HOME `id` \\ name")]
    [InlineData("Größe-模型-🐘")]
    public async Task It_starts_in_a_directory_with_an_unusual_name(string name)
    {
        await using var test = new ServerUnderTest(name);

        var info = await test.Server.StartAsync();

        Assert.Equal(test.Home.DataDirectory, await ServerUnderTest.AskAsync<string>(info, "SHOW data_directory"));
        Assert.True(await test.Server.StopAsync());
    }

    // A search for programs would fail.
    private static PostgresLocator NoPrograms(LocalHome home) =>
        new(new PostgresSearch("/nowhere", null, [], home.BinariesCache, MayFetch: false));
}
