using System.Text.Json;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Demo;
using MlOps.Migrator.Demo.Story;
using MlOps.Migrator.Tests.Deploy;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Demo;

public class DemoOutputTests(TestServer server)
{
    [Fact]
    public async Task It_shows_what_is_stored_and_needs_no_second_login_where_it_may_not_make_one()
    {
        var (connection, administrator) = await CreateDatabaseOfPlainLoginAsync();
        await PlayUntilAsync(connection, DateTimeOffset.UtcNow.AddDays(-3));
        // A process that was killed while it ran a job has its lease for a while.
        await new StoredStory(administrator).ScalarAsync<long>(
            """
            WITH leased AS (UPDATE ml_jobs SET run_id = (SELECT id FROM ml_job_runs LIMIT 1), leased_until = now() + interval '4 seconds'
                WHERE kind = 'late_rows' RETURNING id) SELECT count(*) FROM leased
            """);
        var demo = Manual.ParseJson("demo", await CommandInProcess.ReadAsync("demo", "--connection", connection, "--json")).Single();

        var story = new StoredStory(administrator);
        await story.AssertNothingIsOfTheFutureAsync();
        Assert.Equal(
            await story.ScalarAsync<long>("SELECT count(*) FROM ml_predictions"),
            List(demo, "predictions").Sum(row => row.GetProperty("predictions").GetInt64()));
        await AssertDaysAsync(demo, story);
        AssertTimeline(demo);
        await AssertCommandsAsync(demo, connection);
        Assert.Equal("t,f", await story.ScalarAsync<string>(
            "SELECT string_agg(left(requires_approval::text, 1), ',' ORDER BY version) FROM ml_retraining_policies"));
        // What the tables show to those who read them by the queries of the maintenance guide.
        Assert.True(await story.ScalarAsync<long>(
            "SELECT count(*) FROM ml_predictions WHERE service_name = 'first-mate' AND error > 0.3") > 100);
        Assert.True(await story.ScalarAsync<double>(
            "SELECT avg(error) FROM ml_predictions WHERE service_name = 'first-mate' AND actual_value IS NOT NULL") > 0.3);
        Assert.Equal(0, await story.ScalarAsync<long>("SELECT count(*) FROM pg_matviews WHERE NOT ispopulated"));
        await AssertDashboardsAsync(administrator);
    }

    private static async Task AssertDashboardsAsync(string administrator)
    {
        var now = TimeProvider.System.GetUtcNow();
        var counts = await new DashboardReader(administrator, now.AddDays(-10), now).RunAsync(
            new Dictionary<string, string> { ["service"] = "daisy-chain", ["model"] = "task-success" });
        // A demo has neither of these.
        Assert.Equal(
            ["operations: Dead letters, the newest first", "operations: Slow statements"],
            counts.Where(query => query.Value == 0).Select(query => query.Key));
    }

    // The quality of each day, computed from its predictions.
    private static async Task AssertDaysAsync(JsonElement demo, StoredStory story)
    {
        var days = List(demo, "days");
        var measured = days.Where(day => day.GetProperty("accuracy").ValueKind == JsonValueKind.Number).ToList();
        Assert.InRange(measured.Count, 13, 16);
        foreach (var day in measured)
        {
            var expected = await story.ScalarAsync<double>(
                $"""
                SELECT avg(((predicted_value >= 0.5) = (actual_value = 1))::int)::float8 FROM ml_predictions
                WHERE service_name = 'daisy-chain' AND actual_value IS NOT NULL AND created_at::date - (
                    SELECT min(created_at)::date FROM ml_predictions) + 1 = {day.GetProperty("day").GetInt32()}
                """);
            Assert.Equal(expected, day.GetProperty("accuracy").GetDouble(), 9);
        }

        // After day 14 they are compared with what version 3 was trained on.
        Assert.All(days, day => Assert.Equal(
            day.GetProperty("day").GetInt32() is >= 9 and <= 14 ? 0.75 : 0, day.GetProperty("driftedFeatures").GetDouble()));
    }

    private static void AssertTimeline(JsonElement demo)
    {
        (int Day, string What)[] expected =
        [
            (0, "Version 1 of 6 models is in production."), (1, "Alert 'very many errors' fires for first-mate"),
            (4, "Version 2 of 'next-narrative' is in production."), (8, "Version 1 of 'next-narrative' is back in production."),
            (8, "Version 2 of 'task-success' is rejected. f1 is"),
            (9, "Alert 'features drifted' fires for task-success against version 1: 75%"),
            (9, "A new version of 'task-success' is requested"), (12, "Version 3 of 'task-success' is fitted"),
            (14, "Version 3 of 'task-success' has passed the gate. f1 is"), (14, "Version 3 of 'task-success' is in production."),
        ];
        var timeline = List(demo, "timeline");
        Assert.All(expected, happened => Assert.Single(timeline, row =>
            row.GetProperty("day").GetInt32() == happened.Day
            && row.GetProperty("what").GetString()!.StartsWith(happened.What, StringComparison.Ordinal)));
        var times = timeline.ConvertAll(row => row.GetProperty("when").GetDateTimeOffset());
        Assert.Equal(times.Order(), times);
    }

    private static async Task AssertCommandsAsync(JsonElement demo, string connection)
    {
        var commands = List(demo, "timeline").Select(row => row.GetProperty("shownBy").GetString()!).Distinct().ToList();
        Assert.InRange(commands.Count, 7, 12);
        foreach (var command in commands)
        {
            Assert.StartsWith($"{Invocation.Program} ", command, StringComparison.Ordinal);
            Assert.NotEmpty(await CommandInProcess.ReadAsync([.. command.Split(' ')[1..], "--connection", connection, "--json"]));
        }
    }

    // The demo of another day. The next one goes on from there.
    private static async Task PlayUntilAsync(string connection, DateTimeOffset now)
    {
        var contexts = ContextFactory.For<MlOpsDbContext>();
        await using var database = await TenantDatabase.OpenAsync(contexts, connection, Tenants.Default, CancellationToken.None);
        var clock = new StoryClock();
        clock.Set(now);
        await using var lines = new StringWriter();
        await new DemoRun(contexts, database, clock, Steps.AsLinesTo(lines), CancellationToken.None).RunAsync();
        Assert.Contains("Play the days that are over: 14", lines.ToString(), StringComparison.Ordinal);
    }

    private static List<JsonElement> List(JsonElement demo, string name) => [.. demo.GetProperty(name).EnumerateArray()];

    // It has a history of migrations and nothing else, as after a run that was killed.
    private async Task<(string Connection, string Administrator)> CreateDatabaseOfPlainLoginAsync()
    {
        var empty = new NpgsqlConnectionStringBuilder(await server.CreateEmptyDatabaseAsync());
        var login = $"plain_{Guid.NewGuid():N}";
        await using var dataSource = NpgsqlDataSource.Create(empty);
        await using var command = dataSource.CreateCommand(
            $"""
            CREATE ROLE {login} LOGIN PASSWORD '{login}' IN ROLE {MlOpsRoles.Owner};
            ALTER DATABASE "{empty.Database}" OWNER TO {login};
            ALTER SCHEMA public OWNER TO {login};
            CREATE TABLE mlops_migrations_history ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
            ALTER TABLE mlops_migrations_history OWNER TO {login}
            """);
        await command.ExecuteNonQueryAsync();
        var plain = new NpgsqlConnectionStringBuilder(empty.ConnectionString) { Username = login, Password = login };
        return (plain.ConnectionString, empty.ConnectionString);
    }
}
