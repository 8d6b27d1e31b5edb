using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Conventions;
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

        builder.Property(policy => policy.Guards)
            .HasConversion<ListConverter<GateGuard>, ReplacedValueComparer<IReadOnlyList<GateGuard>>>()
            .HasColumnType("jsonb");

        builder.HasIndex(policy => new { policy.TenantId, policy.Name, policy.Version }, OneOfEachVersion).IsUnique();
        builder.HasIndex(policy => new { policy.TenantId, policy.Name }, OneCurrent)
            .IsUnique().HasFilter("replaced_at is null");

        builder.HasCheck("version", "version > 0");
        builder.HasCheck("replaced", "created_at <= replaced_at");
        builder.HasFiniteCheck(policy => policy.MinImprovement);
        builder.HasCheck("confidence", "confidence between 0.5 and 0.9999");
        builder.HasCheck("lookback", "lookback > interval '0'");
        builder.HasNotNegativeCheck(policy => policy.MinLabeledSamples);
        builder.HasRangeCheck(policy => policy.MinCoveragePct, 0, 100);
        builder.HasRangeCheck(policy => policy.MinAnsweredPct, 0, 100);
        builder.HasRangeCheck(policy => policy.SegmentCap, 1, GateThresholds.MaxSegmentCap);
        builder.HasCheck("min_segment_samples", "min_segment_samples >= 1");
        builder.HasNotNegativeCheck(policy => policy.MaxSegmentLoss);
        builder.HasRangeCheck(policy => policy.MinFeatureDriftRatio, 0, 1);
        builder.HasNotNegativeCheck(policy => policy.CoolDown);
        builder.HasRangeCheck(policy => policy.DecisionThreshold, 0, 1);
        builder.HasFiniteCheck(policy => policy.PositiveLabel);
        builder.HasCheck("retrain_every", "retrain_every > interval '0'");
        builder.HasNotNegativeCheck(policy => policy.RequestCoolDown);
    }
}
