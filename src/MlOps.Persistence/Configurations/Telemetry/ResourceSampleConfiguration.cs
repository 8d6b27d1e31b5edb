using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class ResourceSampleConfiguration : IEntityTypeConfiguration<ResourceSample>
{
    public void Configure(EntityTypeBuilder<ResourceSample> builder)
    {
        builder.ToTable("resource_utilization");
        builder.IsNotRecorded();
        builder.IsSlicedByTime(sample => sample.Id, SliceInterval.Month, sample => sample.CreatedAt);

        builder.Property(sample => sample.Utilization).HasComputedColumnSql("used / capacity", stored: true);
        builder.Ignore(sample => sample.IsShort);

        builder.HasIndex(sample => new { sample.TenantId, sample.Kind, sample.Resource, sample.CreatedAt });

        builder.HasNotNegativeCheck(sample => sample.Used);
        builder.HasCheck("capacity", "capacity > 0 and capacity < 'Infinity'");
    }
}
