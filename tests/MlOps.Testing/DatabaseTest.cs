using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>A test class of <see cref="MlOpsDbContext"/> itself, with a database that is empty at the start of each test.</summary>
public abstract class DatabaseTest(TestDatabase database) : DatabaseTest<MlOpsDbContext, TestDatabase>(database);
