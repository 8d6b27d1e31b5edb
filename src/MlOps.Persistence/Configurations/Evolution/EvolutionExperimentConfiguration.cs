using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class EvolutionExperimentConfiguration : IEntityTypeConfiguration<EvolutionExperiment>
{
    public void Configure(EntityTypeBuilder<EvolutionExperiment> builder)
    {
        builder.ToTable("evolution_experiments");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(experiment => experiment.UpdatedAt);

        builder.HasIndex(experiment => new { experiment.TenantId, experiment.CreatedAt });

        builder.HasCheck("started", "status in ('planned', 'cancelled') or started_at is not null");
        builder.HasCheck(
            "ended",
            "(status in ('completed', 'failed', 'cancelled')) = (ended_at is not null) and ended_at >= started_at");
        builder.HasCheck("failure_reason", "(status = 'failed') = (failure_reason is not null)");
    }
}
