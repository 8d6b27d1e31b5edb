using MlOps.Testing;
using Npgsql;

namespace MlOps.Downstream.Tests;

public class DownstreamTests(TestServer server, SampleProject project)
{
    [Fact]
    public void A_migration_has_no_sql_written_by_hand() =>
        Assert.DoesNotContain("migrationBuilder.Sql(", project.Read("*_First.cs"), StringComparison.Ordinal);

    [Fact]
    public async Task The_service_of_the_team_migrates_its_database_and_stores_its_predictions()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        var output = await project.DotnetAsync(
            "run", "--no-build", "--project", "Service", "--", $"--ConnectionStrings:MlOps={connection}");
        Assert.Matches(@"^\d+ suspicious payments with cards from (de|fr|us)\n", output);

        await using var dataSource = NpgsqlDataSource.Create(connection);
        Assert.Equal(300, await ScalarAsync<long>(dataSource, "SELECT count(*) FROM fraud_ml_predictions"));
        Assert.Equal(0, await ScalarAsync<long>(dataSource, "SELECT count(*) FROM fraud_ml_predictions_default"));
    }

    [Fact]
    public async Task The_tests_of_the_team_pass_with_the_test_kit()
    {
        // They use this server, as a suite in the team's CI would use a given one.
        var connection = await server.CreateEmptyDatabaseAsync();
        var output = await project.DotnetAsync("test", "Tests", "--no-build", "--environment", $"MLOPS_TEST_SERVER={connection}");
        Assert.Contains("Passed!  - Failed:     0, Passed:     4, Skipped:     0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_and_a_script_make_what_migrating_makes_and_the_second_time_nothing()
    {
        var (bundled, scripted, migrated) =
            (await server.CreateEmptyDatabaseAsync(), await server.CreateEmptyDatabaseAsync(), await server.CreateEmptyDatabaseAsync());

        Assert.Contains("_First", await BundleAsync(bundled));
        var schema = await SchemaCatalogue.ReadAsync(bundled);
        Assert.Contains(schema, line => line.StartsWith("view v_fraud_by_country", StringComparison.Ordinal));
        Assert.Contains("No migrations were applied", await BundleAsync(bundled));
        Assert.Equal(schema, await SchemaCatalogue.ReadAsync(bundled));

        await project.DotnetAsync(
            "ef", "migrations", "script", "--idempotent", "--no-build", "--project", "Service", "--output", "all.sql");
        for (var run = 1; run <= 2; run++)
        {
            await ExecuteAsync(scripted, project.Read("all.sql"));
            Assert.Equal(schema, await SchemaCatalogue.ReadAsync(scripted));
        }

        // The sample's own command adds nothing to what the bundle made but slices.
        foreach (var database in (string[])[migrated, bundled])
            Assert.Equal(0, (await project.RunCommandAsync("migrate", "--connection", database)).ExitCode);

        Assert.Equal(await SchemaCatalogue.ReadAsync(migrated), await SchemaCatalogue.ReadAsync(bundled));
    }

    private Task<string> BundleAsync(string connection) => project.RunAsync(project.PathOf("efbundle"), "--connection", connection);

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
