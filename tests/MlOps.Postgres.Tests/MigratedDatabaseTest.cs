using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Postgres.Tests;

/// <summary>A test that migrates an empty database from one model to another.</summary>
public abstract class MigratedDatabaseTest(TestServer server) : EmptyDatabaseTest(server)
{
    protected async Task MigrateAsync(Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        foreach (var statement in MigrationSql.ListStatements(from, to))
            await ExecuteAsync(statement);
    }
}
