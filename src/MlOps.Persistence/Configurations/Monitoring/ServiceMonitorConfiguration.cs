using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class ServiceMonitorConfiguration : IEntityTypeConfiguration<ServiceMonitor>
{
    public const string UniqueName = "ix_ml_monitors_tenant_id_name";

    public void Configure(EntityTypeBuilder<ServiceMonitor> builder)
    {
        builder.ToTable("ml_monitors");
        builder.IsAudited();
        builder.Ignore(monitor => monitor.Reference);

        builder.Property(monitor => monitor.Rules)
            .HasConversion<ListConverter<MonitorRule>, ReplacedValueComparer<IReadOnlyList<MonitorRule>>>()
            .HasColumnType("jsonb");

        builder.HasOne(monitor => monitor.BaselineVersion).WithMany()
            .HasForeignKey(monitor => new { monitor.TenantId, monitor.BaselineVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(monitor => new { monitor.TenantId, monitor.Name }).IsUnique().HasDatabaseName(UniqueName);

        builder.HasCheck("every", "every >= interval '1 second'");
        builder.HasRangeCheck(monitor => monitor.LookbackHours, 1, ServiceMonitor.MaxLookbackHours);
        builder.HasNotNegativeCheck(monitor => monitor.Delay);
        builder.HasCheck(
            "reference",
            "num_nonnulls(reference_start, reference_end) = case reference_kind when 'previous' then 0 else 2 end " +
            "and (baseline_version_id is not null) = (reference_kind = 'baseline') " +
            "and (reference_start < reference_end) is not false");
        builder.HasCheck("features", "features is null or (cardinality(features) > 0 and array_position(features, null) is null)");
        builder.HasRangeCheck(monitor => monitor.SegmentCap, 1, ServiceMonitor.MaxSegmentCap);
        builder.HasCheck("rules", "jsonb_array_length(rules) > 0");
        builder.HasRangeCheck(monitor => monitor.DriftShare, 0, 1);
        builder.HasRangeCheck(monitor => monitor.DecisionThreshold, 0, 1);
        builder.HasFiniteCheck(monitor => monitor.PositiveLabel);
        builder.HasCheck("min_sample", "min_sample >= 1");
    }
}
