using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class LabelPolicyConfiguration : IEntityTypeConfiguration<LabelPolicy>
{
    public const string UniqueName = "ix_ml_label_policies_tenant_id_service_name";

    public void Configure(EntityTypeBuilder<LabelPolicy> builder)
    {
        builder.ToTable("ml_label_policies");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(policy => policy.UpdatedAt);

        // There is one for all services as well.
        builder.HasIndex(policy => new { policy.TenantId, policy.ServiceName }).IsUnique().AreNullsDistinct(false)
            .HasDatabaseName(UniqueName);

        builder.HasRangeCheck(policy => policy.MinAgreement, 1, LabelPolicy.MaxAgreement);
        builder.HasCheck("sources", "sources is null or (cardinality(sources) > 0 and array_position(sources, null) is null)");
    }
}
