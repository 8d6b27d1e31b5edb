using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Journal;
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

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WriterCounters>();
        services.TryAddSingleton<BatchStore>();
        services.TryAddSingleton(CreateLanes);
        services.TryAddSingleton<IPredictionWriter>(provider => new PredictionWriter(
            provider.GetRequiredService<WriterLanes>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<PredictionWriterService>();
        return builder;
    }

    private static WriterLanes CreateLanes(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PredictionWriterOptions>>().Value;
        var logger = provider.GetRequiredService<ILogger<PredictionWriter>>();
        using var scope = provider.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        return new WriterLanes(
            options,
            context.TenantId,
            context.Model,
            OpenJournal(options, context, logger),
            provider.GetRequiredService<BatchStore>(),
            provider.GetRequiredService<WriterCounters>(),
            new WriterReporter(
                provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>(), logger),
            provider.GetRequiredService<TimeProvider>(),
            logger);
    }

    private static WriteJournal? OpenJournal(
        PredictionWriterOptions options, MlOpsDbContext context, ILogger<PredictionWriter> logger)
    {
        if (options.Durability == Durability.Memory)
            return null;

        var journal = new JournalOptions(options.JournalDirectory!)
        {
            MaximumBytes = options.JournalLimitBytes,
            Owner = WriteJournal.OwnerOf(context.TenantId, context.GetType()),
        };
        return new WriteJournal(DurableJournal.Open(journal, logger), context.Model, context.TenantId, logger);
    }
}
