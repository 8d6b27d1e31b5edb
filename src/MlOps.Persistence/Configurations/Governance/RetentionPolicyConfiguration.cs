using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class RetentionPolicyConfiguration : IEntityTypeConfiguration<RetentionPolicy>
{
    public void Configure(EntityTypeBuilder<RetentionPolicy> builder)
    {
        builder.ToTable("ml_retention_policies");
        builder.Property(policy => policy.IsEnabled).HasSqlDefault("true");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(policy => policy.UpdatedAt);

        builder.HasIndex(policy => new { policy.TenantId, policy.TableName }).IsUnique();

        builder.HasRangeCheck(policy => policy.KeepDays, 1, 36_500);
    }
}
