using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Experiments;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Experiments;

internal sealed class AbExperimentConfiguration : IEntityTypeConfiguration<AbExperiment>
{
    public void Configure(EntityTypeBuilder<AbExperiment> builder)
    {
        builder.ToTable("ab_testing_experiments");
        builder.Property(experiment => experiment.Alpha).HasSqlDefault("0.05");
        builder.Property(experiment => experiment.PlannedSampleSize).HasSqlDefault("5000");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(experiment => experiment.UpdatedAt);

        builder.HasMany(experiment => experiment.Variants).WithOne()
            .HasForeignKey(variant => new { variant.TenantId, variant.ExperimentId })
            .OnDelete(DeleteBehavior.Cascade);
        // An experiment needs its variants to interpret its results. A variant has no navigation to its experiment,
        // because a query without tracking would then include a cycle, which EF refuses.
        builder.Navigation(experiment => experiment.Variants).AutoInclude();

        builder.HasIndex(experiment => new { experiment.TenantId, experiment.Name }).IsUnique();

        builder.HasCheck("alpha", "alpha between 0.000001 and 0.5");
        builder.HasCheck("planned_sample_size", "planned_sample_size > 0");
        builder.HasCheck("started", "status in ('draft', 'cancelled') or started_at is not null");
        builder.HasCheck(
            "ended", "(status in ('concluded', 'cancelled')) = (ended_at is not null) and ended_at >= started_at");
        builder.HasCheck("cancelled", "(status = 'cancelled') = (cancellation_reason is not null)");
        builder.HasCheck(
            "concluded", "(status = 'concluded') = (outcome is not null) and outcome <> 'sample_ratio_mismatch'");
        builder.HasCheck("winner", "(winner is not null) = (outcome is not distinct from 'treatment_better')");
    }
}
