using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence;
using MlOps.Server;

namespace MlOps.Migrator.Serve;

/// <summary>Runs the HTTP server until the process is asked to end. Other verbs do without ASP.NET Core, which this class loads.</summary>
internal static class ServerHost
{
    /// <exception cref="MlOpsException">It cannot listen there, or the journal cannot be opened.</exception>
    public static async Task RunAsync(
        Func<IServiceCollection, MlOpsBuilder> addMlOps,
        ServerOptions options,
        Action<string> onListening,
        CancellationToken cancellationToken)
    {
        var app = MlOpsServer.Create(options, addMlOps, TerminalLog.Add);
        await using (app)
        {
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (IOException e)
            {
                throw new MlOpsException(
                    MlOpsError.Configuration,
                    $"The server cannot listen on {options.Urls}: {e.Message.TrimEnd('.')}. Choose other --urls.",
                    e);
            }

            onListening(string.Join(", ", app.Urls));
            await app.WaitForShutdownAsync(cancellationToken);
        }
    }
}
