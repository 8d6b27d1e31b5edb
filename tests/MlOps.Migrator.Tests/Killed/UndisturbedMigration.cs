using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Killed;

/// <summary>What a migration makes that nobody disturbs, and in how many steps.</summary>
public sealed class UndisturbedMigration(TestServer server) : IAsyncLifetime
{
    public IReadOnlyList<string> Catalogue { get; private set; } = [];

    public long Steps { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        await using (var steps = await SchemaSteps.WatchAsync(connection))
        {
            var before = await steps.TakenAsync();
            var result = await new CommandLine(new PrivateHome().Path).RunAsync("migrate", "--connection", connection);
            Assert.True(result.ExitCode == 0, result.ToString());
            (Catalogue, Steps) = (await CatalogueAsync(connection), await steps.TakenAsync() - before);
        }

        await server.DropDatabaseAsync(connection);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static async Task<List<string>> CatalogueAsync(string connection)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        return await SchemaCatalogue.ReadAsync(dataSource);
    }
}
