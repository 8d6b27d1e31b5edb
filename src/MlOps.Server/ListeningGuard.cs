using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence;

namespace MlOps.Server;

/// <summary>
/// Ends a server that asks for no tokens and listens to other machines all the same: the configuration of the host may name addresses too.
/// </summary>
internal sealed class ListeningGuard(IServer server, ServerOptions options) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var open = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(url => !ServerOptions.IsOfThisMachine(url));
        return options.RequiresTokens || open is null
            ? Task.CompletedTask
            : throw new MlOpsException(
                MlOpsError.Configuration,
                $"The server would listen to other machines at {open}, and take each of them for the default tenant. Require tokens, or " +
                "listen on 127.0.0.1 alone. Kestrel's section in the configuration counts too.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
