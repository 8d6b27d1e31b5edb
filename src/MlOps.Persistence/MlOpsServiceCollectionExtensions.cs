using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MlOps.Persistence;
using MlOps.Persistence.Connections;
using MlOps.Persistence.Events;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Maintenance.Verify;
using MlOps.Persistence.Operations;
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
using MlOps.Persistence.Tenancy;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MlOps to an application.</summary>
public static class MlOpsServiceCollectionExtensions
{
    internal const string ConnectionName = "MlOpsOptions.ConnectionString";

    // The data source has its own key, since the application may have one for another database.
    private const string DataSourceKey = "MlOps";

    /// <summary>Adds the context, the repositories and the maintenance, scoped.</summary>
    public static MlOpsBuilder AddMlOps(this IServiceCollection services, Action<MlOpsOptions>? configure = null) =>
        services.AddMlOps<MlOpsDbContext>(configure);

    /// <summary>
    /// Adds a context that derives from <see cref="MlOpsDbContext"/>, and all that works on it. A second call only adds to the options.
    /// A factory of the context can be added beside it, and a pool before it, with AddDbContextFactory, AddDbContextPool and the like.
    /// They need no options then.
    /// </summary>
    public static MlOpsBuilder AddMlOps<TContext>(
        this IServiceCollection services, Action<MlOpsOptions>? configure = null)
        where TContext : MlOpsDbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<MlOpsOptions>()
            .Configure(configure ?? (_ => { }))
            .PostConfigure<IServiceProvider>((options, provider) => options.ConnectionString ??= Configured(provider))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MlOpsOptions>, MlOpsOptionsValidator>());

        if (services.Any(service => service.ServiceType == typeof(Added<TContext>)))
            return new MlOpsBuilder(services, CreateContext<TContext>, CreateContext<TContext>);

        services.AddSingleton<Added<TContext>>();
        services.TryAddKeyedSingleton(DataSourceKey, (provider, _) => CreateDataSource(provider.GetOptions(), _ => { }));
        services.TryAddSingleton(CreateTenantDataSource);
        // A pool that the application added before has its own way to create contexts.
        services.TryAddScoped(CreateContext<TContext>);
        // A factory is a singleton, and takes its options from there.
        services.AddDbContext<TContext>(Configure, ServiceLifetime.Scoped, ServiceLifetime.Singleton);
        if (typeof(TContext) != typeof(MlOpsDbContext))
            services.TryAddScoped<MlOpsDbContext>(provider => provider.GetRequiredService<TContext>());

        services.TryAddScoped<ModelRepository>();
        services.TryAddScoped<ModelVersionRepository>();
        services.TryAddScoped<PredictionRepository>();
        services.TryAddScoped<FeedbackRepository>();
        services.TryAddScoped<ShadowScoreRepository>();
        services.TryAddScoped<LabelPolicyRepository>();
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
        services.TryAddScoped<JobRepository>();
        services.TryAddScoped<JobRunRepository>();
        services.TryAddScoped<MonitorRepository>();
        services.TryAddScoped<SketchRepository>();
        services.TryAddScoped<FeatureBaselineRepository>();
        services.TryAddScoped<RetentionPolicyRepository>();
        services.TryAddScoped<LegalHoldRepository>();
        services.TryAddScoped<ModelAliasRepository>();
        services.TryAddScoped<ConfigurationRepository>();
        services.TryAddScoped<TrainingDatasetRepository>();
        services.TryAddScoped<TrainingJobRepository>();
        services.TryAddScoped<ModelEvaluationRepository>();
        services.TryAddScoped<PerformanceMetricRepository>();
        services.TryAddScoped<AlertRepository>();
        services.TryAddScoped<HealthSnapshotRepository>();
        services.TryAddScoped<RetrainingPolicyRepository>();
        services.TryAddScoped<RetrainingRequestRepository>();
        services.TryAddScoped<GateRepository>();
        services.TryAddScoped<ComparisonRepository>();
        services.TryAddScoped<EvolutionRepository>();
        services.TryAddScoped<LlmInteractionRepository>();
        services.TryAddScoped<PatternRepository>();
        services.TryAddScoped<RecommendationRepository>();
        services.TryAddScoped<AbExperimentRepository>();
        AddMaintenance(services);
        return new MlOpsBuilder(services, CreateContext<TContext>, CreateContext<TContext>);
    }

    private static void Configure(IServiceProvider provider, DbContextOptionsBuilder builder)
    {
        var options = provider.GetOptions();
        builder.UseMlOps(
            options is { FindTenant: null, TenantScope: TenantScope.Session }
                ? provider.GetRequiredService<TenantDataSource>()
                : provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey),
            options.FindTenant is null ? options.TenantId : Guid.Empty,
            options.TenantScope,
            options.ConfigureNpgsql);
        if (options.RecordLearningEvents)
            builder.AddInterceptors(new LearningEventInterceptor(provider.GetService<TimeProvider>() ?? TimeProvider.System));
    }

    private static TContext CreateContext<TContext>(IServiceProvider provider)
        where TContext : MlOpsDbContext
    {
        var (options, contextOptions) = (provider.GetOptions(), provider.GetRequiredService<DbContextOptions<TContext>>());
        if (options.FindTenant is { } findTenant)
            contextOptions = contextOptions.WithTenant(findTenant(provider) ?? Guid.Empty);

        return Constructor<TContext>.Create(provider, [contextOptions]);
    }

    private static MlOpsDbContext CreateContext<TContext>(IServiceProvider provider, Guid tenantId)
        where TContext : MlOpsDbContext => Constructor<TContext>.Create(
            provider, [provider.GetRequiredService<DbContextOptions<TContext>>().WithTenant(tenantId)]);

    private static MlOpsDbContext CreateContext<TContext>(IServiceProvider provider, NpgsqlDataSource dataSource, Guid tenantId)
        where TContext : MlOpsDbContext
    {
        var options = provider.GetOptions();
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseMlOps(dataSource, tenantId, options.TenantScope, options.ConfigureNpgsql);
        return Constructor<TContext>.Create(provider, [builder.Options]);
    }

    private static TenantDataSource CreateTenantDataSource(IServiceProvider provider)
    {
        var options = provider.GetOptions();
        return new TenantDataSource(
            CreateDataSource(options, settings => StartupOptions.Add(settings, options.TenantId)),
            () => provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey));
    }

    private static NpgsqlDataSource CreateDataSource(MlOpsOptions options, Action<NpgsqlConnectionStringBuilder> configure)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionText.Parse(options.ConnectionString!, ConnectionName));
        options.ConfigureDataSource?.Invoke(builder);
        configure(builder.ConnectionStringBuilder);
        return builder.Build();
    }

    private static void AddMaintenance(IServiceCollection services)
    {
        services.TryAddScoped<SchemaUpgrade>();
        services.TryAddScoped<LoginMaintenance>();
        services.TryAddScoped<RetentionRun>();
        services.TryAddScoped<SchemaVerification>();
        services.TryAddScoped<StatusReader>();
        // These take any context, and the container knows ours.
        services.TryAddScoped(provider => new SliceMaintenance(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new SliceReader(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new SliceArchive(
            provider.GetRequiredService<MlOpsDbContext>(), provider.GetService<TimeProvider>()));
        services.TryAddScoped(provider => new IndexMaintenance(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new KeyMaintenance(provider.GetRequiredService<MlOpsDbContext>()));
        services.TryAddScoped(provider => new ViewRefresh(provider.GetRequiredService<MlOpsDbContext>()));
    }

    private static MlOpsOptions GetOptions(this IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<MlOpsOptions>>().Value;

    private static string? Configured(IServiceProvider provider) =>
        provider.GetService<IConfiguration>() is { } configuration
            ? ConnectionSettings.Resolve(null, configuration)?.ConnectionString
            : null;

    private static class Constructor<TContext>
        where TContext : MlOpsDbContext
    {
        public static readonly ObjectFactory<TContext> Create =
            ActivatorUtilities.CreateFactory<TContext>([typeof(DbContextOptions<TContext>)]);
    }

    // Says that the services of a context are there.
    private sealed class Added<TContext>;
}
