using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public const string OneOpen = "ux_ml_alerts_one_open";

    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("ml_alerts");
        builder.Property(alert => alert.FiredAt).HasSqlDefault("now()");
        builder.Property(alert => alert.Since).HasSqlDefault("now()");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(alert => alert.UpdatedAt);
        builder.HasLogin(alert => alert.AcknowledgedLogin, alert => alert.AcknowledgedAt);
        builder.HasLogin(alert => alert.ResolvedLogin, alert => alert.ResolvedAt);

        builder.HasOne(alert => alert.Rule).WithMany(rule => rule.Alerts)
            .HasForeignKey(alert => new { alert.TenantId, alert.RuleId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(alert => new { alert.TenantId, alert.RuleId, alert.FiredAt });
        builder.HasIndex(alert => new { alert.TenantId, alert.RuleId, alert.Subject }, OneOpen)
            .IsUnique().HasFilter("resolved_at is null");

        builder.HasFiniteCheck(alert => alert.Value);
        builder.HasFiniteCheck(alert => alert.Threshold);
        builder.HasCheck("fired_at", "fired_at = created_at");
        builder.HasCheck("since", "since <= fired_at");
        builder.HasCheck("alarm", "severity <> 'none'");
        builder.HasCheck("acknowledged", "(acknowledged_at is null) = (acknowledged_by is null)");
        builder.HasCheck("resolved", "(resolved_at is null) = (resolved_by is null)");
        builder.HasCheck(
            "order", "fired_at <= acknowledged_at and fired_at <= resolved_at and acknowledged_at <= resolved_at");
    }
}
