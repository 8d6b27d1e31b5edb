using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class ReopenedWindowConfiguration : IEntityTypeConfiguration<ReopenedWindow>
{
    public void Configure(EntityTypeBuilder<ReopenedWindow> builder)
    {
        builder.ToTable("ml_reopened_windows");
        builder.IsNotRecorded();

        builder.HasOne(window => window.Monitor).WithMany()
            .HasForeignKey(window => new { window.TenantId, window.MonitorId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(window => new { window.TenantId, window.MonitorId, window.WindowEnd });
    }
}
