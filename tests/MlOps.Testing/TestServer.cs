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
}
