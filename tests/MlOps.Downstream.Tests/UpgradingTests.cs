using MlOps.Persistence.Tests.Docs;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Downstream.Tests;

public class UpgradingTests(TestServer server, SampleProject project)
{
    private const string Script = "all.sql";

    [Fact]
    public async Task A_column_with_a_new_name_is_renamed_and_its_views_are_rebuilt()
    {
        var folder = await UpgradeAsync();
        var migration = File.ReadAllText(Assert.Single(Directory.GetFiles(folder, "*_UpgradeMlOps.cs", SearchOption.AllDirectories)));
        var up = migration[..migration.IndexOf("void Down(", StringComparison.Ordinal)];
        Assert.Matches(@"RenameColumn\(\s*name: ""inference_ms"",\s*table: ""ml_predictions"",\s*newName: ""inference_time_ms""", up);
        Assert.DoesNotContain("DropColumn", up, StringComparison.Ordinal);
        Assert.DoesNotContain("DropTable", up, StringComparison.Ordinal);

        // The upgraded database is what the new version would have made from nothing.
        var (upgraded, fresh) = (await server.CreateEmptyDatabaseAsync(), await server.CreateEmptyDatabaseAsync());
        await ExecuteAsync(upgraded, await File.ReadAllTextAsync(Path.Combine(folder, Script)));
        await project.RunAsync(project.PathOf("efbundle"), "--connection", fresh);
        Assert.Equal(await SchemaCatalogue.ReadAsync(fresh), await SchemaCatalogue.ReadAsync(upgraded));
    }

    // The sample with a first migration as a version of MlOps would have made it that had another name for a column.
    private async Task<string> UpgradeAsync()
    {
        const string name = "Upgrade";
        var folder = project.Workspace.PathOf(name);
        if (File.Exists(Path.Combine(folder, Script)))
            return folder;

        await project.RunAsync("cp", "-r", ".", folder);
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "Service", "Migrations")))
        {
            var text = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(file, text.Replace("inference_time_ms", "inference_ms", StringComparison.Ordinal));
        }

        foreach (var command in Documents.BlocksOf("docs/upgrading.md", "sh").SelectMany(block => block.Split('\n')))
            await project.Workspace.RunAsync(name, "bash", "-c", command);

        await project.Workspace.RunAsync(name, "dotnet", "ef", "migrations", "script", "--project", "Service", "--output", Script);
        return folder;
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
