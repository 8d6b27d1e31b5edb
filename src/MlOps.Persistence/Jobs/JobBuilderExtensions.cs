using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MlOps.Persistence;
using MlOps.Persistence.Connections;
using MlOps.Persistence.Jobs;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds jobs to an application.</summary>
public static class JobBuilderExtensions
{
    private const string DataSourceKey = "MlOps.Jobs";

    /// <summary>
    /// Runs jobs as long as the application runs: monitors, and the refresh of materialized views. Several applications may do so at
    /// once. `mlops run` does the same without an application.
    /// </summary>
    public static MlOpsBuilder AddMlOpsJobs(this MlOpsBuilder builder, Action<JobServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<JobServiceOptions>()
            .Configure<IOptions<MlOpsOptions>>((options, common) => options.TenantId = common.Value.TenantId)
            .Configure(configure ?? (_ => { }))
            .PostConfigure<IOptions<MlOpsOptions>>((options, common) => options.ConnectionString ??= common.Value.ConnectionString)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobServiceOptions>, JobServiceOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        // The container disposes it with the application.
        services.TryAddKeyedSingleton(DataSourceKey, (provider, _) => CreateDataSource(provider));
        services.TryAddSingleton(provider => new JobRunner(
            tenant => builder.CreateContext(provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey), tenant),
            provider.GetRequiredService<IOptions<JobServiceOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<JobRunner>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobService>());
        return builder;
    }

    private static NpgsqlDataSource CreateDataSource(IServiceProvider provider)
    {
        var common = provider.GetRequiredService<IOptions<MlOpsOptions>>().Value;
        var options = provider.GetRequiredService<IOptions<JobServiceOptions>>().Value;
        var builder = new NpgsqlDataSourceBuilder(ConnectionText.Parse(
            options.ConnectionString!, $"{nameof(JobServiceOptions)}.{nameof(options.ConnectionString)}"));
        common.ConfigureDataSource?.Invoke(builder);
        return builder.Build();
    }
}
