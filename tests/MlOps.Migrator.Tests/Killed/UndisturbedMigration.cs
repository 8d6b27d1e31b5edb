using MlOps.Testing;

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
            (Catalogue, Steps) = (await SchemaCatalogue.ReadAsync(connection), await steps.TakenAsync() - before);
        }

        await server.DropDatabaseAsync(connection);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
