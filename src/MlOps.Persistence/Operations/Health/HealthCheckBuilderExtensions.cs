using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOps.Persistence;
using MlOps.Persistence.Operations.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the check of the whole system to the health checks of an application.</summary>
public static class HealthCheckBuilderExtensions
{
    /// <summary>
    /// Adds the health check "mlops-system": what `mlops health` checks, as the login of the application sees it. It takes some queries,
    /// so call it every minute and not with every request.
    /// </summary>
    public static MlOpsBuilder AddSystemHealthCheck(this MlOpsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(SystemHealthCheck)))
            return builder;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SystemHealthCheck>();
        services.AddHealthChecks().AddCheck<SystemHealthCheck>("mlops-system");
        return builder;
    }
}
