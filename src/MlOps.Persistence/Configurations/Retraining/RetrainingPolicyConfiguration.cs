using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Retraining;

internal sealed class RetrainingPolicyConfiguration : IEntityTypeConfiguration<RetrainingPolicy>
{
    public const string OneOfEachVersion = "ux_ml_retraining_policies_version";
    public const string OneCurrent = "ux_ml_retraining_policies_one_current";

    public void Configure(EntityTypeBuilder<RetrainingPolicy> builder)
    {
        builder.ToTable("ml_retraining_policies");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(policy => policy.UpdatedAt);
        builder.HasLogin(policy => policy.ChangedLogin, policy => policy.CreatedAt);
        builder.Property(policy => policy.ChangedBy).IsAuthor();

        builder.HasIndex(policy => new { policy.TenantId, policy.Name, policy.Version }, OneOfEachVersion).IsUnique();
        builder.HasIndex(policy => new { policy.TenantId, policy.Name }, OneCurrent)
            .IsUnique().HasFilter("replaced_at is null");

        builder.HasCheck("version", "version > 0");
        builder.HasCheck("replaced", "created_at <= replaced_at");
        builder.HasRangeCheck(policy => policy.MinFeatureDriftRatio, 0, 1);
        builder.HasNotNegativeCheck(policy => policy.MinLabeledSamples);
        builder.HasRangeCheck(policy => policy.MinCoveragePct, 0, 100);
        builder.HasRangeCheck(policy => policy.MinF1Improvement, -1, 1);
        builder.HasRangeCheck(policy => policy.MaxBrierIncrease, 0, 2);
    }
}
