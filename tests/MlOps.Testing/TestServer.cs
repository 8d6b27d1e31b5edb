using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using MlOps.Testing.Servers;

namespace MlOps.Testing;

/// <summary>The server for tests of <see cref="MlOpsDbContext"/> itself.</summary>
public class TestServer : TestServer<MlOpsDbContext>
{
    /// <summary>The server that the test processes of a run share.</summary>
    public TestServer()
    {
    }

    /// <inheritdoc/>
    protected TestServer(IReadOnlyDictionary<string, string> settings)
        : base(settings)
    {
    }

    internal TestServer(ServerSource source)
        : base(source)
    {
    }

    internal override MlOpsDbContext CreateContext(DbContextOptions<MlOpsDbContext> options) =>
        TestModel.Other?.CreateContext(options) ?? base.CreateContext(options);

    // Migrations belong to the model of the library.
    internal override Task CreateSchemaAsync(MlOpsDbContext context) =>
        TestModel.Other is null ? base.CreateSchemaAsync(context) : context.Database.EnsureCreatedAsync();
}
