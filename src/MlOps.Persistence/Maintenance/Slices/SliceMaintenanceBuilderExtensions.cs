using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MlOps.Persistence;
using MlOps.Persistence.Connections;
using MlOps.Persistence.Maintenance.Slices;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the maintenance of slices to an application.</summary>
public static class SliceMaintenanceBuilderExtensions
{
    private const string DataSourceKey = "MlOps.Slices";

    /// <summary>
    /// Makes slices as long as the application runs: those of the present, of the period before it, and of the two periods after
    /// it. Several applications may do so at once. Without it, run `mlops migrate` before each new period.
    /// </summary>
    public static MlOpsBuilder AddSliceMaintenance(this MlOpsBuilder builder, Action<SliceMaintenanceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<SliceMaintenanceOptions>()
            .Configure(configure ?? (_ => { }))
            .PostConfigure<IOptions<MlOpsOptions>>((options, common) => options.ConnectionString ??= common.Value.ConnectionString)
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SliceMaintenanceOptions>, SliceMaintenanceOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        // The container disposes it with the application.
        services.TryAddKeyedSingleton(DataSourceKey, (provider, _) => CreateDataSource(provider));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SliceMaintenanceService>(
            provider => new SliceMaintenanceService(
                provider,
                builder.CreateContext,
                provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey),
                provider.GetRequiredService<IOptions<SliceMaintenanceOptions>>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SliceMaintenanceService>>())));
        return builder;
    }

    private static NpgsqlDataSource CreateDataSource(IServiceProvider provider)
    {
        var common = provider.GetRequiredService<IOptions<MlOpsOptions>>().Value;
        var options = provider.GetRequiredService<IOptions<SliceMaintenanceOptions>>().Value;
        var builder = new NpgsqlDataSourceBuilder(ConnectionText.Parse(
            options.ConnectionString!, $"{nameof(SliceMaintenanceOptions)}.{nameof(options.ConnectionString)}"));
        common.ConfigureDataSource?.Invoke(builder);
        return builder.Build();
    }
}
