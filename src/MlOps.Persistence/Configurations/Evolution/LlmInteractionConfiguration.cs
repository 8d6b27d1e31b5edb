using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class LlmInteractionConfiguration : IEntityTypeConfiguration<LlmInteraction>
{
    public void Configure(EntityTypeBuilder<LlmInteraction> builder)
    {
        builder.ToTable("llm_interactions");

        builder.Property(interaction => interaction.Tokens)
            .HasComputedColumnSql("tokens_in::bigint + tokens_out", stored: true);

        // Costs must not disappear with their experiment, so there is no cascade.
        builder.HasOne(interaction => interaction.Experiment).WithMany()
            .HasForeignKey(interaction => new { interaction.TenantId, interaction.ExperimentId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(interaction => interaction.Individual).WithMany()
            .HasForeignKey(interaction => new { interaction.TenantId, interaction.IndividualId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(interaction => new { interaction.TenantId, interaction.CreatedAt });
        builder.HasIndex(interaction => new { interaction.TenantId, interaction.ExperimentId, interaction.CreatedAt });

        builder.HasCheck("tokens", "tokens_in >= 0 and tokens_out >= 0");
        builder.HasRangeCheck(interaction => interaction.Cost, 0, LlmInteraction.MaxCost);
        builder.HasNotNegativeCheck(interaction => interaction.Latency);
    }
}
