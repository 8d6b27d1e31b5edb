using Microsoft.EntityFrameworkCore;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Postgres;

/// <summary>A test that makes a schema of its own in an empty database.</summary>
public abstract class EmptyDatabaseTest(TestServer server) : IAsyncLifetime
{
    protected NpgsqlDataSource DataSource { get; private set; } = null!;

    public async ValueTask InitializeAsync() => DataSource = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DataSource.DisposeAsync();
        await server.DropDatabaseAsync(DataSource.ConnectionString);
    }

    /// <summary>Executes what a migration from one model to another is made of.</summary>
    protected async Task ApplyAsync(Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        foreach (var statement in Ddl.Statements(from, to))
            await ExecuteAsync(statement);
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected async Task<List<string>> ColumnAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));

        return values;
    }
}
