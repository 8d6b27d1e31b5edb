using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>A test class of a context, with a database of its own, which is empty at the start of each test.</summary>
/// <typeparam name="TContext">The context under test.</typeparam>
public abstract class DatabaseTest<TContext>(TestDatabase<TContext> database)
    : DatabaseTest<TContext, TestDatabase<TContext>>(database)
    where TContext : MlOpsDbContext;
