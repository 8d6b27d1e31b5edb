using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Configurations.Retraining;

internal sealed class RetrainingDecisionConfiguration : IEntityTypeConfiguration<RetrainingDecision>
{
    public void Configure(EntityTypeBuilder<RetrainingDecision> builder)
    {
        builder.ToTable("retraining_decisions");
        builder.IsAudited();

        builder.PrimitiveCollection(decision => decision.RejectionReasons);

        builder.HasOne(decision => decision.CandidateVersion).WithMany()
            .HasForeignKey(decision => new { decision.TenantId, decision.CandidateVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(decision => new { decision.TenantId, decision.Timestamp });
        builder.HasIndex(decision => new { decision.TenantId, decision.ModelName, decision.Timestamp });

        builder.HasNotNegativeCheck(decision => decision.LabeledSamples);
        builder.HasRangeCheck(decision => decision.CoveragePct, 0, 100);
        builder.HasCheck("reasons", "(action = 'reject') = (cardinality(rejection_reasons) > 0)");
    }
}
