using Xunit;

namespace MlOps.Testing;

/// <summary>A test class with a database of its own, which is empty when a test starts.</summary>
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
