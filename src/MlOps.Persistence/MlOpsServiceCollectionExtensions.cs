using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MlOps.Persistence.Connections;
using MlOps.Persistence.Events;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Evolution;
using MlOps.Persistence.Repositories.Experiments;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Patterns;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Repositories.Training;
using Npgsql;

namespace MlOps.Persistence;

/// <summary>Adds MlOps to an application.</summary>
public static class MlOpsServiceCollectionExtensions
{
    internal const string ConnectionName = "MlOpsOptions.ConnectionString";

    // The data source has its own key, since the application may have one for another database.
    private const string DataSourceKey = "MlOps";

    /// <summary>Adds the context, the repositories and the maintenance, scoped, for one tenant.</summary>
    public static IServiceCollection AddMlOps(this IServiceCollection services, Action<MlOpsOptions>? configure = null) =>
        services.AddMlOps<MlOpsDbContext>(configure);

    /// <summary>Adds a context that derives from <see cref="MlOpsDbContext"/>, and all that works on it.</summary>
    public static IServiceCollection AddMlOps<TContext>(
        this IServiceCollection services, Action<MlOpsOptions>? configure = null)
        where TContext : MlOpsDbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<MlOpsOptions>()
            .Configure(configure ?? (_ => { }))
            .PostConfigure<IServiceProvider>((options, provider) => options.ConnectionString ??= Configured(provider))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MlOpsOptions>, MlOpsOptionsValidator>());

        services.TryAddKeyedSingleton(DataSourceKey, (provider, _) =>
            NpgsqlDataSource.Create(ConnectionText.Parse(Options(provider).ConnectionString!, ConnectionName)));
        services.AddDbContext<TContext>((provider, builder) =>
        {
            var options = Options(provider);
            builder.UseMlOps(provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey), options.TenantId, options.TenantScope);
            if (options.RecordLearningEvents)
                builder.AddInterceptors(new LearningEventInterceptor(provider.GetService<TimeProvider>() ?? TimeProvider.System));
        });
        if (typeof(TContext) != typeof(MlOpsDbContext))
            services.TryAddScoped<MlOpsDbContext>(provider => provider.GetRequiredService<TContext>());

        services.TryAddScoped<ModelRepository>();
        services.TryAddScoped<ModelVersionRepository>();
        services.TryAddScoped<PredictionRepository>();
        services.TryAddScoped<FeedbackRepository>();
        services.TryAddScoped<DeadLetterRepository>();
        services.TryAddScoped<DriftMetricRepository>();
        services.TryAddScoped<MonitoringRunRepository>();
        services.TryAddScoped<RetrainingDecisionRepository>();
        services.TryAddScoped<FeatureRepository>();
        services.TryAddScoped<LearningEventRepository>();
        services.TryAddScoped<TelemetryRepository>();
        services.TryAddScoped<DataQualityRepository>();
        services.TryAddScoped<PredictionReportRepository>();
        services.TryAddScoped<AuditRepository>();
        services.TryAddScoped<JobRunRepository>();
        services.TryAddScoped<RetentionPolicyRepository>();
        services.TryAddScoped<ModelAliasRepository>();
        services.TryAddScoped<ConfigurationRepository>();
        services.TryAddScoped<TrainingDatasetRepository>();
        services.TryAddScoped<TrainingJobRepository>();
        services.TryAddScoped<ModelEvaluationRepository>();
        services.TryAddScoped<PerformanceMetricRepository>();
        services.TryAddScoped<AlertRepository>();
        services.TryAddScoped<HealthSnapshotRepository>();
        services.TryAddScoped<RetrainingPolicyRepository>();
        services.TryAddScoped<EvolutionRepository>();
        services.TryAddScoped<LlmInteractionRepository>();
        services.TryAddScoped<PatternRepository>();
        services.TryAddScoped<RecommendationRepository>();
        services.TryAddScoped<AbExperimentRepository>();
        AddMaintenance(services);
        return services;
    }

    private static void AddMaintenance(IServiceCollection services)
    {
        services.TryAddScoped<SchemaUpgrade>();
        // These take any context, and the container knows ours.
        services.TryAddScoped(provider => new SliceMaintenance(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new IndexMaintenance(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new KeyMaintenance(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new ViewRefresh(provider.GetRequiredService<MlOpsDbContext>()));
    }

    private static MlOpsOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<MlOpsOptions>>().Value;

    private static string? Configured(IServiceProvider provider) =>
        provider.GetService<IConfiguration>() is { } configuration
            ? ConnectionSettings.Resolve(null, configuration)?.ConnectionString
            : null;
}
