using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Tenancy;

namespace MlOps.Benchmarks;

/// <summary>An application that does nothing but write, as the service role.</summary>
internal sealed class WriterServices : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>It stores nothing before it is started.</summary>
    public WriterServices(BenchmarkDatabase database, Action<PredictionWriterOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMlOps(options => options.ConnectionString = database.ConnectionStringAs(MlOpsRoles.Service))
            .AddPredictionWriter(configure);
        _services = services.BuildServiceProvider();
        Writer = _services.GetRequiredService<IPredictionWriter>();
    }

    public IPredictionWriter Writer { get; }

    public BatchStore Store => _services.GetRequiredService<BatchStore>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await service.StartingAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
