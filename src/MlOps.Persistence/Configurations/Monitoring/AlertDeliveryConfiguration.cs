using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class AlertDeliveryConfiguration : IEntityTypeConfiguration<AlertDelivery>
{
    public void Configure(EntityTypeBuilder<AlertDelivery> builder)
    {
        builder.ToTable("ml_alert_deliveries");
        builder.IsDelivery();

        builder.HasOne(delivery => delivery.Alert).WithMany()
            .HasForeignKey(delivery => new { delivery.TenantId, delivery.AlertId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(
            delivery => new { delivery.TenantId, delivery.AlertId, delivery.Sink, delivery.Notice }, "ux_ml_alert_deliveries_once")
            .IsUnique();
    }
}
