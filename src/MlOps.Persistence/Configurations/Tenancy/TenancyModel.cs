using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Tenancy;

/// <summary>The part of the model that holds the registered tenants, and who may act for them.</summary>
internal static class TenancyModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new TenantConfiguration());
        modelBuilder.HasTenantLogins("ml_logins", MlOpsRoles.Bound);
        modelBuilder.ApplyConfiguration(new AccessTokenConfiguration());
        AccessTokenConfiguration.AddFunction(modelBuilder);
    }
}
