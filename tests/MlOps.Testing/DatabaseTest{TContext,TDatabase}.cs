using MlOps.Persistence;
using Xunit;

namespace MlOps.Testing;

/// <summary>A test class of a context, with a database of a class that derives from <see cref="TestDatabase{TContext}"/>.</summary>
/// <typeparam name="TContext">The context under test.</typeparam>
/// <typeparam name="TDatabase">The class of the database.</typeparam>
public abstract class DatabaseTest<TContext, TDatabase>(TDatabase database) : IClassFixture<TDatabase>, IAsyncLifetime
    where TContext : MlOpsDbContext
    where TDatabase : TestDatabase<TContext>
{
    protected TDatabase Database { get; } = database;

    public virtual async ValueTask InitializeAsync() => await Database.ResetAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
