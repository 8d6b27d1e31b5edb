using DotNet.Testcontainers.Builders;
using MlOps.Testing;
using MlOps.Testing.Servers;
using Npgsql;

namespace MlOps.PrivateServer.Tests.TestKit;

/// <summary>The server of the tests comes from where MLOPS_TEST_SERVER says.</summary>
public sealed class ServerSourceTests(TestServer server)
{
    private static readonly Dictionary<string, string> NoSettings = [];

    [Theory]
    [InlineData(null, typeof(PrivateServerSource))]
    [InlineData("", typeof(PrivateServerSource))]
    [InlineData("private", typeof(PrivateServerSource))]
    [InlineData("container", typeof(ContainerServerSource))]
    [InlineData("Host=db;Username=ann", typeof(GivenServerSource))]
    [InlineData("postgres://ann@db/postgres", typeof(GivenServerSource))]
    public async Task The_variable_chooses_it(string? value, Type source)
    {
        await using var chosen = ServerSource.Choose(value, NoSettings);
        Assert.IsType(source, chosen);
    }

    [Theory]
    [InlineData("docker-hunter2")]
    [InlineData("postgres://ann:hunter2@:none/x")]
    [InlineData("Hosst=db;Password=hunter2")]
    public void A_value_that_chooses_nothing_is_refused_without_showing_it(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => ServerSource.Choose(value, NoSettings));
        Assert.StartsWith(
            "MLOPS_TEST_SERVER must be 'private', 'container' or a connection string.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_runs_gets_a_template_and_databases_and_goes_on_running()
    {
        var database = await server.CreateEmptyDatabaseAsync();
        await using (var given = new TestServer(new GivenServerSource(database)))
        {
            var copy = await given.CreateDatabaseAsync();
            Assert.Equal(1, await CountAsync(copy, "SELECT count(*) FROM pg_class WHERE relname = 'ml_predictions' AND relkind = 'p'"));
            await given.DropDatabaseAsync(copy);
        }

        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM pg_class WHERE relname = 'ml_predictions' AND relkind = 'p'"));
        await server.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task A_server_that_cannot_be_used_says_why()
    {
        var database = await server.CreateEmptyDatabaseAsync();
        await using var missing = new TestServer(new GivenServerSource($"{database};Database=nowhere"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(missing.CreateDatabaseAsync);
        Assert.Contains("database \"nowhere\" does not exist", error.Message, StringComparison.Ordinal);

        await using var owner = await PlainOwner.CreateAsync(server);
        await using var plain = new TestServer(new GivenServerSource(owner.ConnectionString));
        error = await Assert.ThrowsAsync<InvalidOperationException>(plain.CreateDatabaseAsync);
        Assert.Contains("is no superuser", error.Message, StringComparison.Ordinal);
        await server.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task A_container_serves_the_tests()
    {
        await using var container = new TestServer(new ContainerServerSource(NoSettings));
        var reason = await FindReasonAsync(container);
        Assert.SkipWhen(reason is not null, $"{reason}");
        var database = await container.CreateDatabaseAsync();
        Assert.Equal(1, await CountAsync(database, "SELECT count(*) FROM pg_class WHERE relname = 'ml_predictions' AND relkind = 'p'"));
    }

    [Fact]
    public async Task Without_an_engine_for_containers_the_reason_is_shown()
    {
        await using var container = new TestServer(new ContainerServerSource(NoSettings));
        var reason = await FindReasonAsync(container);
        Assert.SkipWhen(reason is null, "There is an engine for containers.");
        Assert.Matches("no container engine can be reached. Start one, or unset MLOPS_TEST_SERVER, .+ says: .*Docker", reason);
    }

    private static async Task<string?> FindReasonAsync(TestServer container)
    {
        try
        {
            await container.CreateEmptyDatabaseAsync();
            return null;
        }
        catch (InvalidOperationException e) when (e.InnerException is DockerUnavailableException)
        {
            return e.Message;
        }
    }

    private static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
