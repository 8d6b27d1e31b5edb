using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>The database for tests of <see cref="MlOpsDbContext"/> itself.</summary>
public sealed class TestDatabase : TestDatabase<MlOpsDbContext>
{
    public TestDatabase()
    {
    }

    internal TestDatabase(TestServer<MlOpsDbContext> server)
        : base(server)
    {
    }
}
