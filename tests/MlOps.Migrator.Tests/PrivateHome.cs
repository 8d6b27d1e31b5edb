using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;

namespace MlOps.Migrator.Tests;

/// <summary>A home for a private server, in a directory of its own, of which nothing is left afterwards.</summary>
public sealed class PrivateHome : IAsyncLifetime
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlops-home-{Guid.NewGuid():N}");

    public LocalServer Server => LocalServer.Open(LocalHome.In(Path), PostgresLocator.ForThisMachine(LocalHome.In(Path)));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await Server.DestroyAsync();
}
