using MlOps.Testing;
using Npgsql;

namespace MlOps.Downstream.Tests;

public class DownstreamTests(TestServer server)
{
    [Fact]
    public async Task A_team_declares_its_own_and_dotnet_ef_writes_the_migration_of_it()
    {
        using var project = new SampleProject();
        await project.DotnetAsync("tool", "restore");
        await project.DotnetAsync("restore");
        await project.DotnetAsync("ef", "migrations", "add", "First");
        Assert.DoesNotContain("migrationBuilder.Sql(", project.Read("*_First.cs"));
        await project.DotnetAsync("ef", "migrations", "has-pending-model-changes");

        var connection = await server.CreateEmptyDatabaseAsync();
        await project.DotnetAsync("run", "--", connection);

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

    private static Task<string> PrincipalAsync(NpgsqlDataSource dataSource, string partition) => ScalarAsync<string>(
        dataSource, $"SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%tenant%' AND conrelid = '{partition}'::regclass");

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
