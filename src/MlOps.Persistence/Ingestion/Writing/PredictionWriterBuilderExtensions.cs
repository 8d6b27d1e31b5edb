using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the prediction writer to an application.</summary>
public static class PredictionWriterBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IPredictionWriter"/>, which works from the start of the host to its end, and its health check.
    /// </summary>
    public static MlOpsBuilder AddPredictionWriter(this MlOpsBuilder builder, Action<PredictionWriterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        // Two health checks of one name would be refused.
        if (services.All(service => service.ServiceType != typeof(WriterLanes)))
            services.AddHealthChecks().AddCheck<PredictionWriterHealthCheck>("mlops-prediction-writer");

        services.AddOptions<PredictionWriterOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PredictionWriterOptions>, PredictionWriterOptionsValidator>());

        AddParts(services);
        services.TryAddSingleton(provider => new WriterContexts(
            provider.GetRequiredService<IServiceScopeFactory>(), scope => scope.GetRequiredService<MlOpsDbContext>(), areOwned: false));
        services.TryAddSingleton(provider => new WriterCounters(provider.GetRequiredService<WriterMeter>()));
        services.TryAddSingleton(provider => new BatchStore(
            provider.GetRequiredService<WriterContexts>(),
            provider.GetRequiredService<WriterCounters>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<PredictionWriterOptions>>().Value));
        services.TryAddSingleton(provider => provider.GetRequiredService<WriterFactory>().Create(
            provider.GetRequiredService<IOptions<PredictionWriterOptions>>().Value,
            provider.GetRequiredService<WriterContexts>(),
            provider.GetRequiredService<WriterCounters>(),
            provider.GetRequiredService<BatchStore>()));
        services.TryAddSingleton<IPredictionWriter>(provider => new PredictionWriter(
            provider.GetRequiredService<WriterLanes>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<PredictionWriterService>();
        return builder;
    }

    /// <summary>
    /// Adds <see cref="ITenantWriters"/>: prediction writers of several tenants in one process, each with a queue and a journal of its own.
    /// </summary>
    public static MlOpsBuilder AddTenantWriters(this MlOpsBuilder builder, Action<TenantWriterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.All(service => service.ServiceType != typeof(TenantWriters)))
            services.AddHealthChecks().AddCheck<TenantWritersHealthCheck>("mlops-tenant-writers");

        services.AddOptions<TenantWriterOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TenantWriterOptions>, TenantWriterOptionsValidator>());
        AddParts(services);
        services.TryAddSingleton(provider => new TenantWriters(
            provider.GetRequiredService<IOptions<TenantWriterOptions>>().Value,
            new TenantWriterFactory(
                provider.GetRequiredService<IServiceScopeFactory>(),
                builder.CreateTenantContext,
                provider.GetRequiredService<WriterMeter>(),
                provider.GetRequiredService<WriterFactory>(),
                provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TenantWriters>>()));
        services.TryAddSingleton<ITenantWriters>(provider => provider.GetRequiredService<TenantWriters>());
        services.AddHostedService<TenantWritersService>();
        return builder;
    }

    private static void AddParts(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WriterMeter>();
        services.TryAddSingleton<WriterFactory>();
    }
}
