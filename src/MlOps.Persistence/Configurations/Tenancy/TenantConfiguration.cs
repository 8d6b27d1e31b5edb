using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Tenancy;

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("ml_tenants");
        builder.IsAudited();
        // An upgrade gives each tenant its rules and jobs.
        builder.IsReadByOwner();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(tenant => tenant.UpdatedAt);

        builder.HasCheck("id", "id = tenant_id");
    }
}
