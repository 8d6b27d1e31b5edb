using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Postgres;
using NpgsqlTypes;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class ServingPeriodConfiguration : IEntityTypeConfiguration<ServingPeriod>
{
    public const string OneOpen = "ux_ml_serving_periods_one_open";
    public const string NoOverlaps = "ex_ml_serving_periods_no_overlaps";

    public void Configure(EntityTypeBuilder<ServingPeriod> builder)
    {
        builder.ToTable("ml_serving_periods");
        builder.Property(period => period.ServedFrom).HasSqlDefault("now()");
        builder.Property(period => period.PromotedAt).HasSqlDefault("now()");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(period => period.UpdatedAt);

        builder.Property(period => period.Version).HasColumnName("model_version");
        // For SQL: WHERE served @> timestamptz '2026-03-01 12:00+00'. There is no range that ends before it begins.
        builder.Property<NpgsqlRange<DateTime>>("Served").HasComputedColumnSql("tstzrange(served_from, served_to)", stored: true);

        builder.HasOne(period => period.ModelVersion).WithMany(version => version.ServingPeriods)
            .HasForeignKey(period => new { period.TenantId, period.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasOne<RetrainingDecision>().WithMany(decision => decision.ServingPeriods)
            .HasForeignKey(period => new { period.TenantId, period.DecisionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(period => new { period.TenantId, period.ModelName }, OneOpen).IsUnique().HasFilter("served_to is null");
        builder.HasIndex(period => new { period.TenantId, period.ModelName, period.ServedFrom });
        // Where the extension that it needs is missing, the index above still allows one open period alone.
        builder.HasNoOverlaps(
            NoOverlaps,
            period => new { period.TenantId, period.ModelName },
            period => period.ServedFrom,
            period => period.ServedTo);

        builder.HasCheck("promoted", "promoted_at <= served_from");
    }
}
