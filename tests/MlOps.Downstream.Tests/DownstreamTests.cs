using MlOps.Testing;
using Npgsql;

namespace MlOps.Downstream.Tests;

public class DownstreamTests(TestServer server, SampleProject project)
{
    [Fact]
    public async Task A_team_declares_its_own_and_dotnet_ef_writes_the_migration_of_it()
    {
        Assert.DoesNotContain("migrationBuilder.Sql(", project.Read("*_First.cs"));
        await project.DotnetAsync("ef", "migrations", "has-pending-model-changes", "--no-build");

        var connection = await server.CreateEmptyDatabaseAsync();
        var output = await project.DotnetAsync("run", "--no-build", "--", connection);
        // A superuser counts, so that no policy hides rows.
        Assert.Equal("ShopContextModel: 1 of this tenant, 0 of another", output.Trim());

        await using var dataSource = NpgsqlDataSource.Create(connection);
        // The leaf lies in the slices of the library's predictions.
        Assert.Equal(100, await ScalarAsync<long>(dataSource, "SELECT count(*) FROM translator_ml_predictions_2026_03"));
        Assert.Equal(101, await ScalarAsync<long>(dataSource, "SELECT count(*) FROM ml_predictions_2026_03"));
        Assert.Equal("ml_predictions_2026_03", await PrincipalAsync(dataSource, "translator_ml_predictions_2026_03"));
        // An aggregate of its own has slices of its own interval.
        Assert.Equal(1, await ScalarAsync<long>(dataSource, "SELECT count(*) FROM shipment_2026_03_01"));
        Assert.Equal("shipment_2026_03_01", await PrincipalAsync(dataSource, "shipment_note_2026_03_01"));
        // Every table of a tenant has its policy.
        foreach (var table in (string[])["translator_ml_predictions", "shipment", "shipment_note", "glossary"])
            Assert.Equal(1, await ScalarAsync<long>(dataSource, $"SELECT count(*) FROM pg_policy WHERE polrelid = '{table}'::regclass"));

        Assert.Equal(100, await ScalarAsync<long>(dataSource, "SELECT translations FROM v_translations WHERE target_language = 'fr'"));
        Assert.Equal("draft", await ScalarAsync<string>(dataSource, "SELECT glossary_state FROM glossary"));
    }

    [Fact]
    public async Task A_bundle_and_a_script_make_what_migrating_makes_and_the_second_time_nothing()
    {
        var (bundled, scripted, migrated) =
            (await server.CreateEmptyDatabaseAsync(), await server.CreateEmptyDatabaseAsync(), await server.CreateEmptyDatabaseAsync());

        await project.DotnetAsync("ef", "migrations", "bundle", "--no-build");
        Assert.Contains("_First", await BundleAsync(bundled));
        var schema = await CatalogueAsync(bundled);
        Assert.Contains(schema, line => line.StartsWith("view v_translations", StringComparison.Ordinal));
        Assert.Contains("No migrations were applied", await BundleAsync(bundled));
        Assert.Equal(schema, await CatalogueAsync(bundled));

        await project.DotnetAsync("ef", "migrations", "script", "--idempotent", "--no-build", "--output", "all.sql");
        for (var run = 1; run <= 2; run++)
        {
            await ExecuteAsync(scripted, project.Read("all.sql"));
            Assert.Equal(schema, await CatalogueAsync(scripted));
        }

        // The sample's own migrator adds nothing to what the bundle made but slices.
        await project.DotnetAsync("run", "--no-build", "--", migrated);
        await project.DotnetAsync("run", "--no-build", "--", bundled);
        Assert.Equal(await CatalogueAsync(migrated), await CatalogueAsync(bundled));
    }

    private Task<string> BundleAsync(string connection) => project.RunAsync(project.PathOf("efbundle"), "--connection", connection);

    private static async Task<List<string>> CatalogueAsync(string connection)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        return await SchemaCatalogue.ReadAsync(dataSource);
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<string> PrincipalAsync(NpgsqlDataSource dataSource, string partition) => ScalarAsync<string>(
        dataSource, $"SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%tenant%' AND " +
            $"conrelid = '{partition}'::regclass");

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
