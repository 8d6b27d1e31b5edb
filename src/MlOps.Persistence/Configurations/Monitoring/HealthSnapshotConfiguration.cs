using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class HealthSnapshotConfiguration : IEntityTypeConfiguration<HealthSnapshot>
{
    public void Configure(EntityTypeBuilder<HealthSnapshot> builder)
    {
        builder.ToTable("ml_health_snapshots");

        builder.Property(snapshot => snapshot.Findings)
            .HasConversion<ListConverter<HealthFinding>, ReplacedValueComparer<IReadOnlyList<HealthFinding>>>()
            .HasColumnType("jsonb");

        builder.HasIndex(snapshot => new { snapshot.TenantId, snapshot.CreatedAt });

        builder.HasNotNegativeCheck(snapshot => snapshot.Duration);
        builder.HasCheck("findings", "jsonb_array_length(findings) > 0");
    }
}
