using System.Globalization;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace MlOps.Persistence.Tenancy;

/// <summary>Carries the tenant in a context's options, and for how long the server is told of it.</summary>
internal sealed class TenantOptionsExtension(Guid tenantId, TenantScope tenantScope) : IDbContextOptionsExtension
{
    public Guid TenantId { get; } = tenantId;

    public TenantScope TenantScope { get; } = tenantScope;

    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(TenantOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment =>
            string.Create(CultureInfo.InvariantCulture, $"Tenant={extension.TenantId} TenantScope={extension.TenantScope} ");

        // All tenants share EF's services and model.
        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
            debugInfo["MlOps:Tenant"] = extension.TenantId.ToString();
            debugInfo["MlOps:TenantScope"] = extension.TenantScope.ToString();
        }
    }
}
