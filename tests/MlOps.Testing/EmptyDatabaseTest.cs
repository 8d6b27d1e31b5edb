using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>A test class of <see cref="MlOpsDbContext"/> itself. Each test makes a schema in an empty database.</summary>
public abstract class EmptyDatabaseTest(TestServer server) : EmptyDatabaseTest<MlOpsDbContext>(server);
