using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Configurations.Retraining;

internal sealed class RetrainingDeliveryConfiguration : IEntityTypeConfiguration<RetrainingDelivery>
{
    public void Configure(EntityTypeBuilder<RetrainingDelivery> builder)
    {
        builder.ToTable("ml_retraining_deliveries");
        builder.IsDelivery();

        builder.HasOne(delivery => delivery.Request).WithMany()
            .HasForeignKey(delivery => new { delivery.TenantId, delivery.RequestId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(delivery => new { delivery.TenantId, delivery.RequestId, delivery.Sink }, "ux_ml_retraining_deliveries_once")
            .IsUnique();
    }
}
