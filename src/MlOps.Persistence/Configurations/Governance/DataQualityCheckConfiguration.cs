using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class DataQualityCheckConfiguration : IEntityTypeConfiguration<DataQualityCheck>
{
    public const string UniqueName = "ix_data_quality_checks_tenant_id_name";

    public void Configure(EntityTypeBuilder<DataQualityCheck> builder)
    {
        builder.ToTable("data_quality_checks");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(check => check.UpdatedAt);

        builder.HasIndex(check => new { check.TenantId, check.Name }).IsUnique().HasDatabaseName(UniqueName);

        builder.HasRangeCheck(check => check.Threshold, 0, 1);
    }
}
