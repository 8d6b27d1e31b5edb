using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class StageTransitionConfiguration : IEntityTypeConfiguration<StageTransition>
{
    public void Configure(EntityTypeBuilder<StageTransition> builder)
    {
        builder.ToTable("model_stage_transitions");
        builder.IsAppendOnly();
        builder.IsChained(transition => transition.ModelName, transition => new
        {
            transition.Id,
            transition.CreatedAt,
            transition.ModelVersionId,
            transition.ModelName,
            transition.Version,
            transition.FromStage,
            transition.ToStage,
            transition.ChangedBy,
            transition.ChangedLogin,
            transition.Reason,
            transition.DecisionId,
        });
        builder.HasLogin(transition => transition.ChangedLogin, transition => transition.CreatedAt);
        builder.Property(transition => transition.ChangedBy).IsAuthor();

        builder.Property(transition => transition.Version)
            .HasColumnName("model_version");
        builder.Property(transition => transition.FromStage)
            .HasConversion<EnumName<ModelStage>>();
        builder.Property(transition => transition.ToStage)
            .HasConversion<EnumName<ModelStage>>();

        builder.HasOne(transition => transition.ModelVersion).WithMany(version => version.Transitions)
            .HasForeignKey(transition => new { transition.TenantId, transition.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasOne<RetrainingDecision>().WithMany(decision => decision.Transitions)
            .HasForeignKey(transition => new { transition.TenantId, transition.DecisionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(transition => new { transition.TenantId, transition.ModelName, transition.CreatedAt });

        builder.HasCheck("moves", "from_stage <> to_stage");
    }
}
