using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Retraining;

internal sealed class RetrainingDecisionConfiguration : IEntityTypeConfiguration<RetrainingDecision>
{
    public const string OneAnswer = "ux_retraining_decisions_one_answer";

    public void Configure(EntityTypeBuilder<RetrainingDecision> builder)
    {
        builder.ToTable("retraining_decisions");
        builder.IsAudited();
        builder.IsAppendOnly();
        builder.IsChained(decision => decision.ModelName, decision => new
        {
            decision.Id,
            decision.CreatedAt,
            decision.Timestamp,
            decision.TriggerReason,
            decision.Action,
            decision.ModelName,
            decision.CandidateVersionId,
            decision.DriftContext,
            decision.DataContext,
            decision.DecisionDetails,
            decision.RejectionReasons,
            decision.LabeledSamples,
            decision.CoveragePct,
            decision.EvidenceHash,
            decision.DecidedBy,
            decision.DecidedLogin,
            decision.AnswersDecisionId,
        });

        builder.PrimitiveCollection(decision => decision.RejectionReasons);

        builder.HasOne(decision => decision.CandidateVersion).WithMany()
            .HasForeignKey(decision => new { decision.TenantId, decision.CandidateVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasLogin(decision => decision.DecidedLogin, decision => decision.CreatedAt);
        builder.Property(decision => decision.DecidedBy).IsAuthor();

        builder.HasOne(decision => decision.AnswersDecision).WithMany()
            .HasForeignKey(decision => new { decision.TenantId, decision.AnswersDecisionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(decision => new { decision.TenantId, decision.AnswersDecisionId }, OneAnswer).IsUnique();
        builder.HasIndex(decision => new { decision.TenantId, decision.Timestamp });
        builder.HasIndex(decision => new { decision.TenantId, decision.ModelName, decision.Timestamp });

        builder.HasNotNegativeCheck(decision => decision.LabeledSamples);
        builder.HasRangeCheck(decision => decision.CoveragePct, 0, 100);
        builder.HasCheck("answer", "not (answers_decision_id is not null and action = 'pending_approval')");
        builder.HasCheck("reasons", "(action = 'reject') = (cardinality(rejection_reasons) > 0)");
    }
}
