using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Migrator.Demo.Story;

/// <summary>Runs a prediction writer, as a service has one.</summary>
internal sealed class WriterHost : IAsyncDisposable
{
    private readonly IHost _host;

    private WriterHost(IHost host) => _host = host;

    public IPredictionWriter Writer => _host.Services.GetRequiredService<IPredictionWriter>();

    public static async Task<WriterHost> StartAsync(
        ContextFactory contexts, string connectionString, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        TerminalLog.Add(builder.Logging);
        contexts.Register(builder.Services, connectionString).AddPredictionWriter();
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new WriterHost(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Stores what is on its way, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        using (_host)
            await _host.StopAsync();
    }
}
