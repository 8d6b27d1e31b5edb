using System.Text.Json;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;

namespace MlOps.Migrator.Tests;

public class LocalCommandTests(PrivateHome home) : IClassFixture<PrivateHome>
{
    private readonly CommandLine _mlops = new(home.Path);

    [Fact]
    public async Task A_server_is_started_described_joined_stopped_and_destroyed()
    {
        var programs = await PostgresLocator.ForThisMachine(LocalHome.In(home.Path)).FindAsync();
        Assert.Contains("not running", await OutputAsync("local", "status"));
        Assert.Contains($"PostgreSQL {programs.Version} serves database 'mlops'", await OutputAsync("local", "start"));

        var status = await OutputAsync("local", "status");
        Assert.All(["running", "127.0.0.1:", "MiB", home.Path], text => Assert.Contains(text, status));

        await AssertShellCanConnectAsync();

        Assert.Contains("Stopped", await OutputAsync("local", "stop"));
        Assert.Contains("not running", await OutputAsync("local", "stop"));
        Assert.Contains("Deleted", await OutputAsync("local", "destroy"));
        Assert.False(Directory.Exists(home.Path));
        Assert.Contains("nothing to delete", await OutputAsync("local", "destroy"));
    }

    [Fact]
    public async Task Json_says_what_became_of_the_server()
    {
        var started = await JsonAsync("start");
        Assert.Equal(("127.0.0.1", "mlops"), (started.GetProperty("host").GetString(), started.GetProperty("database").GetString()));
        var status = await JsonAsync("status");
        Assert.Equal(
            (true, started.GetProperty("port").GetInt32(), true),
            (status.GetProperty("isRunning").GetBoolean(), status.GetProperty("port").GetInt32(),
                status.GetProperty("uptimeSeconds").GetInt64() >= 0));
        Assert.Equal($"{status.GetProperty("port")}", (await JsonAsync("env")).GetProperty("PGPORT").GetString());
        Assert.True((await JsonAsync("stop")).GetProperty("wasRunning").GetBoolean());
        Assert.True((await JsonAsync("destroy")).GetProperty("isDeleted").GetBoolean());
    }

    private async Task<JsonElement> JsonAsync(string verb) =>
        Manual.ParseJson($"local {verb}", await OutputAsync("local", verb, "--json")).Single();

    private async Task AssertShellCanConnectAsync()
    {
        var exports = (await OutputAsync("local", "env")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Replace("export ", "", StringComparison.Ordinal).Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(["PGDATABASE", "PGHOST", "PGPASSWORD", "PGPORT", "PGUSER"], exports.Keys.Order());

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = exports["PGHOST"],
            Port = int.Parse(exports["PGPORT"]),
            Username = exports["PGUSER"],
            Password = exports["PGPASSWORD"],
            Database = exports["PGDATABASE"],
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        var result = await _mlops.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
