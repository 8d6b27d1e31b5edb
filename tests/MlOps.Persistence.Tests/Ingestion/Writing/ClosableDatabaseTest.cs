using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A test class whose tests close the database. One that fails leaves it closed, and the others shall not fail with it.</summary>
public abstract class ClosableDatabaseTest(TestDatabase database) : DatabaseTest(database)
{
    public override async ValueTask DisposeAsync()
    {
        await Database.OpenToOthersAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
