using Xunit;

namespace MlOps.Testing;

/// <summary>A test class with its own database, which is empty at the start of each test.</summary>
public abstract class DatabaseTest(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    protected TestDatabase Database { get; } = database;

    public async ValueTask InitializeAsync() => await Database.ResetAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
