using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOps.Persistence.Conventions;
using MlOps.Persistence.Saving;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence;

/// <summary>Binds a context of any class to one tenant: its conventions, its connections and what it saves.</summary>
internal sealed class MlOpsOptionsExtension(Guid tenantId, TenantScope tenantScope, DbDataSource? dataSource)
    : IDbContextOptionsExtension
{
    public Guid TenantId { get; } = tenantId;

    public TenantScope TenantScope { get; } = tenantScope;

    /// <summary>The source of the connections; null if the context has them from elsewhere.</summary>
    public DbDataSource? DataSource { get; } = dataSource;

    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    // EF calls these interceptors before those of the application.
    public void ApplyServices(IServiceCollection services)
    {
        new EntityFrameworkServicesBuilder(services).TryAdd<IConventionSetPlugin, TenantConventionPlugin>();
        services.Replace(ServiceDescriptor.Singleton<IModelRuntimeInitializer, TenantModelInitializer>());
        services.Replace(ServiceDescriptor.Singleton<IModelSource, CompiledModelSource>());
        services.AddSingleton<IInterceptor>(TenantSession.Instance);
        services.AddSingleton<IInterceptor>(TenantTransaction.Instance);
        services.AddSingleton<IInterceptor>(TenantCommand.Instance);
        services.AddSingleton<IInterceptor>(ReplacedConnection.Instance);
        services.AddSingleton<IInterceptor>(SavePreparation.Instance);
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(MlOpsOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment =>
            string.Create(CultureInfo.InvariantCulture, $"Tenant={extension.TenantId} TenantScope={extension.TenantScope} ");

        // All tenants share the services and the model of EF.
        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
            debugInfo["MlOps:Tenant"] = extension.TenantId.ToString();
            debugInfo["MlOps:TenantScope"] = extension.TenantScope.ToString();
        }
    }
}
