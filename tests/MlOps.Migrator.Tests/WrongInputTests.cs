using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public class WrongInputTests(TestServer server, PrivateHome home) : IClassFixture<PrivateHome>
{
    private readonly CommandLine _mlops = new(home.Path);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("local", "nonsense")]
    [InlineData("demo", "--nonsense")]
    [InlineData("migrate", "--connection")]
    public async Task What_it_does_not_know_is_a_usage_error(params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(arguments);
        AssertOneLine(result, ExitCode.Usage, arguments[^1]);
    }

    [Theory]
    [InlineData("--tenant must be the id of a tenant, such as 0195a000-0000-7000-8000-00000000000c, and is 'x'.", "list", "--tenant", "x")]
    [InlineData("--tenant must be the id of a tenant, such as 0195a000-0000-7000-8000-00000000000c, and is ''.", "list", "--tenant", "")]
    [InlineData("and is '00000000-0000-0000-0000-000000000000'.", "list", "--tenant", "00000000-0000-0000-0000-000000000000")]
    [InlineData("and is 'a\\u001b[2J\\u202e'.", "list", "--tenant", "a\e[2J\u202e")]
    [InlineData("--limit must be a whole number from 1, and is '-5'.", "list", "--limit", "-5")]
    [InlineData("--limit must be a whole number from 1, and is 'many'.", "list", "--limit", "many")]
    [InlineData("'x' is not the id of a letter.", "retry", "x")]
    [InlineData("Give either the ids of the letters to drop, or --all.", "drop")]
    [InlineData("Did you mean 'retry'?", "rerty")]
    [InlineData("Did you mean '--limit'?", "list", "--limt")]
    [InlineData("Did you mean '--help'?", "list", "--hlep")]
    [InlineData("'--al' is not the id of a letter. Did you mean '--all'?", "retry", "--al")]
    public async Task A_wrong_argument_is_named_with_what_it_must_be(string expected, params string[] arguments) =>
        AssertOneLine(await CommandInProcess.RunAsync(["dead-letters", .. arguments]), ExitCode.Usage, expected);

    [Theory]
    [InlineData("Did you mean 'migrate'?", "migarte")]
    [InlineData("Did you mean '--connection'?", "demo", "--conection")]
    [InlineData("--help' lists the commands.", "something-else")]
    [InlineData("The major version must be a number such as 18, and is 'newest'.", "local", "fetch", "newest")]
    public async Task What_was_probably_meant_is_suggested(string expected, params string[] arguments) =>
        AssertOneLine(await CommandInProcess.RunAsync(arguments), ExitCode.Usage, expected);

    [Fact]
    public async Task A_file_after_an_at_sign_is_not_read()
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "secret");
        await File.WriteAllTextAsync(file, "hunter2");
        var result = await CommandInProcess.RunAsync("migrate", $"@{file}");
        AssertOneLine(result, ExitCode.Usage, $"@{file}");
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=localhost;Port=many;Password=hunter2")]
    [InlineData("Host=localhost;Paswort=hunter2")]
    [InlineData("postgres://user:hunter2@:none/x")]
    public async Task A_malformed_connection_is_named_without_its_password(string connection)
    {
        var result = await CommandInProcess.RunAsync("migrate", "--connection", connection);
        AssertOneLine(result, 3, "--connection");
        Assert.DoesNotContain("hunter2", result.Error);
    }

    [Fact]
    public async Task A_malformed_variable_is_named()
    {
        _mlops.Environment["MLOPS_CONNECTION"] = "nonsense";
        AssertOneLine(await _mlops.RunAsync("demo"), 3, "MLOPS_CONNECTION");
    }

    [Fact]
    public async Task A_server_that_is_down_is_named_by_its_address() =>
        AssertOneLine(
            await CommandInProcess.RunAsync("migrate", "--connection", "Host=127.0.0.1;Port=1;Username=x;Password=y"), 4, "127.0.0.1:1");

    [Fact]
    public async Task An_unknown_host_is_unreachable() =>
        AssertOneLine(
            await CommandInProcess.RunAsync("demo", "--connection", "Host=no-such-host.invalid;Username=x;Password=y"), 4, "host");

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        var connection = await ConnectionAsync(settings => settings.Password = "hunter2");
        var result = await CommandInProcess.RunAsync("migrate", "--connection", connection);
        AssertOneLine(result, 5, "password");
        Assert.DoesNotContain("hunter2", result.Error);
    }

    [Fact]
    public async Task What_the_server_says_is_one_line_whatever_names_are_in_it()
    {
        var connection = await ConnectionAsync(settings => settings.Database = "no\nsuch\e[2J");
        AssertOneLine(
            await CommandInProcess.RunAsync("dead-letters", "list", "--connection", connection), 6, "\"no\\u000asuch\\u001b[2J\"");
    }

    [Fact]
    public async Task A_missing_password_is_told()
    {
        var connection = await ConnectionAsync(settings => settings.Password = null);
        AssertOneLine(await CommandInProcess.RunAsync("migrate", "--connection", connection), 5, "Password=");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        var connection = await server.CreateDatabaseAsync();
        await ExecuteAsync(connection, """INSERT INTO mlops_migrations_history VALUES ('29990101000000_FromTheFuture', '99.0.0')""");
        var result = await CommandInProcess.RunAsync("migrate", "--connection", connection);
        AssertOneLine(result, 7, "29990101000000_FromTheFuture");
    }

    [Fact]
    public async Task The_demo_does_not_write_into_a_database_with_other_data()
    {
        var connection = await server.CreateDatabaseAsync();
        await using (var dataSource = NpgsqlDataSource.Create(connection))
        await using (var context = server.CreateContext(dataSource))
        {
            context.Models.Add(Domain.Registry.Model.Register("real", "classification", "onnx", DateTimeOffset.UtcNow));
            await context.SaveChangesAsync();
        }

        AssertOneLine(await CommandInProcess.RunAsync("demo", "--connection", connection), 3, "that the demo did not write");
    }

    [Fact]
    public async Task The_demo_leaves_a_database_of_another_application_as_it_is()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE orders (id int)");
        AssertOneLine(await CommandInProcess.RunAsync("demo", "--connection", connection), 3, "that the demo did not write");
        await ExecuteAsync(connection, "DO $$ BEGIN ASSERT to_regclass('ml_models') IS NULL; END $$");
    }

    [Fact]
    public async Task A_database_is_shared_with_another_applications_migrations()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        await ExecuteAsync(connection, """CREATE TABLE "__EFMigrationsHistory" AS SELECT '20200101000000_Theirs' AS "MigrationId" """);
        var result = await CommandInProcess.RunAsync("migrate", "--connection", connection);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory, InlineData("demo"), InlineData("generate")]
    public async Task Invented_data_stays_out_of_a_database_in_which_an_application_has_rows(string verb)
    {
        var connection = await server.CreateDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE orders AS SELECT 1 AS id");
        var result = await CommandInProcess.RunAsync(verb, "--connection", connection);
        AssertOneLine(result, 3, "the two would be mixed");
    }

    [Fact]
    public async Task Programs_that_are_not_there_are_named()
    {
        _mlops.Environment["MLOPS_POSTGRES_BIN"] = "/no/such/bin";
        AssertOneLine(await _mlops.RunAsync("local", "start"), 8, "/no/such/bin");
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_named()
    {
        // A file where the directory should be stops even root.
        var file = Path.GetTempFileName();
        try
        {
            var mlops = new CommandLine(Path.Combine(file, "home"));
            AssertOneLine(await mlops.RunAsync("demo"), 9, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_environment_of_a_server_that_does_not_run_is_an_error()
    {
        var result = await _mlops.RunAsync("local", "env");
        AssertOneLine(result, 10, "local start");
        Assert.Empty(result.Output);
    }

    private static void AssertOneLine(CommandResult result, int exitCode, string mentioned)
    {
        Assert.True(exitCode == result.ExitCode, result.ToString());
        var line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("mlops: ", line, StringComparison.Ordinal);
        Assert.Contains(mentioned, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", result.ToString());
    }

    private async Task<string> ConnectionAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        change(settings);
        return settings.ConnectionString;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
