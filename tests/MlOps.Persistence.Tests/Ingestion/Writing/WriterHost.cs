using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>An application that does nothing but write.</summary>
internal sealed class WriterHost : IAsyncDisposable
{
    private readonly IHost _host;

    private WriterHost(IHost host) => _host = host;

    public IPredictionWriter Writer => _host.Services.GetRequiredService<IPredictionWriter>();

    public IServiceProvider Services => _host.Services;

    public TestLog Log => _host.Services.GetRequiredService<TestLog>();

    public static async Task<WriterHost> StartAsync(
        string connectionString,
        Action<PredictionWriterOptions>? configure = null,
        Guid? tenantId = null,
        TenantScope tenantScope = default,
        Action<IServiceCollection>? addBefore = null,
        Action<IServiceCollection>? addAfter = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        addBefore?.Invoke(builder.Services);
        builder.Services.AddSingleton<TestLog>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<TestLog>());
        builder.Services.AddContext(options =>
        {
            options.ConnectionString = connectionString;
            options.TenantId = tenantId ?? options.TenantId;
            options.TenantScope = tenantScope;
        }).AddPredictionWriter(options =>
        {
            options.FlushInterval = TimeSpan.FromMilliseconds(50);
            options.WaitForPrediction = TimeSpan.Zero;
            configure?.Invoke(options);
        });
        addAfter?.Invoke(builder.Services);
        var host = new WriterHost(builder.Build());
        await host._host.StartAsync();
        return host;
    }

    /// <summary>Ends the application; what it cannot store in the time stays behind.</summary>
    public Task StopAsync(TimeSpan time) => _host.StopAsync(new CancellationTokenSource(time).Token);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(30));
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
